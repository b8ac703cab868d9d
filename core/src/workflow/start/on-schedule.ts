import { nextTime, readCron, type WorkflowDocument } from '@stratacrm/sdk';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Engine } from '../engine.ts';
import { dueRecords } from './due-records.ts';
import { insertRuns, type NewRun } from './insert-runs.ts';

const DAY_MS = 86_400_000;

/** Begins what is due by the clock: schedules, and records one of whose dates is near. Any number of processes may ask. */
export async function startWhatIsDue(engine: Engine, now: Date): Promise<void> {
  const catalog = engine.model.catalog();
  for (const workflow of catalog.workflows.values()) {
    if (!workflow.active) continue;
    // One that cannot be begun never keeps another from it.
    await startDue(engine, catalog, workflow, now).catch((error: unknown) =>
      engine.log.error('A workflow that is due could not be begun', { workflow: workflow.name, error }),
    );
  }
}

async function startDue(engine: Engine, catalog: Catalog, workflow: WorkflowDocument, now: Date): Promise<void> {
  if (workflow.trigger.type === 'schedule') await startScheduled(engine, catalog, workflow, now);
  if (workflow.trigger.type === 'date_relative') await startForDates(engine, catalog, workflow, now);
}

async function startScheduled(engine: Engine, catalog: Catalog, workflow: WorkflowDocument, now: Date): Promise<void> {
  const { cron: line, time_zone: zone } = workflow.trigger.settings;
  const cron = typeof line === 'string' ? readCron(line) : null;
  if (cron === null) return;
  const timeZone = typeof zone === 'string' && zone !== '' ? zone : catalog.model.workspace.time_zone;
  await engine.database.transaction(async (tx) => {
    const since = await lastOccasion(tx, workflow, now);
    // Times that passed while nobody was there are made up for once, not one by one.
    let due: Date | null = null;
    for (let at = nextTime(cron, since, timeZone); at !== null && at <= now; at = nextTime(cron, at, timeZone))
      due = at;
    if (due === null) return;
    if ((await takeOccasions(tx, workflow, [due.toISOString()], now)).length === 0) return;
    await insertRuns(tx, engine.definitions, [dueRun(workflow, null, null)], now);
  });
}

/** When it was last begun; of a workflow that never was, a minute ago. */
async function lastOccasion(tx: Queryable, workflow: WorkflowDocument, now: Date): Promise<Date> {
  const { rows } = await tx.query<{ occasion: string | null }>(
    `select max(occasion) as occasion from core.workflow_occasion where workflow_id = $1 and occasion like '2%'`,
    [workflow.id],
  );
  const last = rows[0]?.occasion;
  const earliest = now.getTime() - DAY_MS;
  return last == null ? new Date(now.getTime() - 60_000) : new Date(Math.max(Date.parse(last), earliest));
}

async function startForDates(engine: Engine, catalog: Catalog, workflow: WorkflowDocument, now: Date): Promise<void> {
  const due = await dueRecords(engine.database, catalog, workflow, now);
  if (due.length === 0) return;
  const object = workflow.trigger.settings['object'] as string;
  await engine.database.transaction(async (tx) => {
    const occasions = new Map(due.map(({ id, date }) => [`record ${id} ${date}`, id]));
    const taken = await takeOccasions(tx, workflow, [...occasions.keys()], now);
    const runs = taken.map((occasion) => dueRun(workflow, object, occasions.get(occasion)!));
    await insertRuns(tx, engine.definitions, runs, now);
  });
}

/** Marks the occasions as begun; answers with those that nobody had marked before. */
async function takeOccasions(
  tx: Queryable,
  workflow: WorkflowDocument,
  occasions: readonly string[],
  now: Date,
): Promise<string[]> {
  const { rows } = await tx.query<{ occasion: string }>(
    `insert into core.workflow_occasion (workflow_id, occasion, at)
     select $1, occasion, $3 from unnest($2::text[]) as occasion order by occasion
     on conflict do nothing returning occasion`,
    [workflow.id, occasions, now.toISOString()],
  );
  return rows.map((row) => row.occasion);
}

function dueRun(workflow: WorkflowDocument, object: string | null, record: string | null): NewRun {
  const trigger = workflow.trigger.type;
  return { workflow, trigger, object, record, change: null, actor: null, roles: null, depth: 0, old: null };
}

/** Occasions older than the longest time one is looked back for are forgotten. */
export async function forgetOccasions(database: Database): Promise<void> {
  await database.query(`delete from core.workflow_occasion where at < now() - interval '400 days'`);
}
