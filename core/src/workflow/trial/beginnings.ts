import { StrataError, nextTime, readCron, triggerKind, type WorkflowDocument } from '@stratacrm/sdk';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { dueRecords } from '../start/due-records.ts';
import { readTrigger } from '../start/triggers.ts';

/** What a workflow is replayed over. */
export interface Beginning {
  n: string;
  at: string;
  change_id: string | null;
  record_id: string | null;
  actor: string | null;
  roles: string[] | null;
  results: { [name: string]: never } | null;
}

/** More than this are not replayed; the newest are. */
const MOST = 1_000_000;
const DAY_MS = 86_400_000;

/**
 * Notes everything of the last days that may begin the workflow, in order: changes of records, times of a schedule,
 * dates that came near, or, where somebody or something else begins it, the runs there were. Answers with how many.
 */
export async function noteBeginnings(
  tx: Transaction,
  catalog: Catalog,
  replay: string,
  versions: readonly WorkflowDocument[],
  days: number,
  now: Date,
): Promise<number> {
  const [document] = versions;
  const kind = triggerKind(document!.trigger.type);
  if (kind?.on !== undefined) return noteChanges(tx, catalog, replay, versions, days);
  if (document!.trigger.type === 'schedule') return noteTimes(tx, catalog, replay, document!, days, now);
  if (kind?.byClock === true) return noteDates(tx, catalog, replay, document!, days, now);
  return noteRuns(tx, replay, versions, days);
}

/** Whether the same beginnings serve both. */
export function comparable(tried: WorkflowDocument, other: WorkflowDocument): boolean {
  const [a, b] = [triggerKind(tried.trigger.type), triggerKind(other.trigger.type)];
  const sameObject = tried.trigger.settings['object'] === other.trigger.settings['object'];
  if (a?.on !== undefined && b?.on !== undefined) return sameObject;
  return JSON.stringify(tried.trigger) === JSON.stringify(other.trigger);
}

/** What the workflow's own runs changed is left out: it would not have been so had the workflow been another. */
async function noteChanges(
  tx: Queryable,
  catalog: Catalog,
  replay: string,
  versions: readonly WorkflowDocument[],
  days: number,
): Promise<number> {
  const object = versions[0]!.trigger.settings['object'];
  const triggers = versions.flatMap((each) => readTrigger(catalog, { ...each, active: true }) ?? []);
  if (triggers.length === 0 || typeof object !== 'string') throw new StrataError('nothing_to_replay');
  const actions = new Set(triggers.flatMap(({ on }) => (on === 'create' ? ['create', 'restore'] : [on])));
  const fields = triggers.some((each) => each.fields === null)
    ? null
    : [...new Set(triggers.flatMap((each) => [...each.fields!]))];
  const { rowCount } = await tx.query(
    `insert into core.workflow_replay_beginning (replay_id, n, at, change_id, record_id, actor)
     select $1, row_number() over (order by at, id), at, id, record_id, actor from (
       select c.id, c.at, c.record_id, c.actor from core.change_log c
       where c.object = $2 and c.action = any($3::text[]) and c.at > now() - make_interval(days => $4)
         and ($5::text[] is null or c.action <> 'update' or c.changes ?| $5)
         and not (c.cause = 'workflow' and c.cause_id in (
           select r.id::text from core.workflow_run r where r.workflow_id = $6))
       order by c.at desc, c.id desc limit ${MOST}
     ) as found`,
    [replay, object, [...actions], days, fields, versions[0]!.id],
  );
  return rowCount;
}

async function noteTimes(
  tx: Queryable,
  catalog: Catalog,
  replay: string,
  { trigger }: WorkflowDocument,
  days: number,
  now: Date,
): Promise<number> {
  const { cron: line, time_zone: zone } = trigger.settings;
  const cron = typeof line === 'string' ? readCron(line) : null;
  if (cron === null) throw new StrataError('nothing_to_replay');
  const timeZone = typeof zone === 'string' && zone !== '' ? zone : catalog.model.workspace.time_zone;
  const times: string[] = [];
  let at = nextTime(cron, new Date(now.getTime() - days * DAY_MS), timeZone);
  for (; at !== null && at <= now && times.length < MOST_TIMES; at = nextTime(cron, at, timeZone))
    times.push(at.toISOString());
  return insert(
    tx,
    replay,
    times.map((each) => ({ at: each, record_id: null })),
  );
}

const MOST_TIMES = 50_000;

async function noteDates(
  tx: Transaction,
  catalog: Catalog,
  replay: string,
  document: WorkflowDocument,
  days: number,
  now: Date,
): Promise<number> {
  const rows: { at: string; record_id: string }[] = [];
  for (let day = days; day >= 0; day--) {
    const at = new Date(now.getTime() - day * DAY_MS);
    const due = await dueRecords(tx, catalog, { ...document, trigger: atAnyTime(document) }, at);
    rows.push(...due.map(({ id }) => ({ at: at.toISOString(), record_id: id })));
  }
  return insert(tx, replay, rows);
}

/** Of a day that is over the time of day is over too. */
function atAnyTime({ trigger }: WorkflowDocument): WorkflowDocument['trigger'] {
  return { ...trigger, settings: { ...trigger.settings, at: '00:00' } };
}

async function insert(
  tx: Queryable,
  replay: string,
  rows: readonly { at: string; record_id: string | null }[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into core.workflow_replay_beginning (replay_id, n, at, record_id)
     select $1, row_number() over (order by at), at, record_id
     from json_to_recordset($2::json) as r(at timestamptz, record_id uuid)`,
    [replay, JSON.stringify(rows)],
  );
  return rowCount;
}

/** What began them is told again: what somebody filled in, what a webhook or a mail brought. */
async function noteRuns(
  tx: Queryable,
  replay: string,
  versions: readonly WorkflowDocument[],
  days: number,
): Promise<number> {
  const told = versions
    .flatMap(({ trigger }) => triggerKind(trigger.type)?.results?.(trigger) ?? [])
    .map(({ name }) => name);
  const { rowCount } = await tx.query(
    `insert into core.workflow_replay_beginning (replay_id, n, at, record_id, actor, roles, results)
     select $1, row_number() over (order by r.started_at, r.id), r.started_at, r.record_id, r.actor, r.roles, (
       select jsonb_object_agg(e.key, e.value) from core.workflow_token t, jsonb_each(t.results) e
       where t.run_id = r.id and t.parent is null and e.key = any($4::text[]))
     from core.workflow_run r
     where r.workflow_id = $2 and r.started_at > now() - make_interval(days => $3)`,
    [replay, versions[0]!.id, days, told],
  );
  return rowCount;
}
