import type { Issue, Label, OpenTransition, OpenTransitions, ProcessDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { getRecord } from '../get-record.ts';
import { carryOut } from '../pipeline/carry-out.ts';
import { isEmpty } from '../pipeline/write-batch.ts';
import { seesWhatDecides } from './seen-conditions.ts';
import { asksFor } from './take-transitions.ts';
import { processesOf, waysBetween, waysOf, type Way } from './ways.ts';

/** As the API answers, with what is in the way not in words yet. */
export interface FoundTransitions extends Omit<OpenTransitions, 'transitions'> {
  transitions: (Omit<OpenTransition, 'problems'> & { problems: Issue[] })[];
}

/** Asked for together with a move, and so no reason against it. */
const FILLS = new Set<string>(['transition_requires', 'transition_reason', 'required']);

/**
 * Where the record can go from here in the process of that field, or in the one that leads it, and what each move asks of this person. Each is tried in the write pipeline without
 * its effects, so that what is said is what will happen; unless what decides on it is hidden from him. Throws `record_not_found`.
 */
export async function openTransitions(
  ctx: AccessContext,
  name: string,
  id: string,
  field?: string,
): Promise<FoundTransitions> {
  const object = ctx.catalog.object(name);
  const process = processesOf(object).find((each) => field === undefined || each.field === field);
  if (process === undefined || !readablePaths(ctx.catalog.model, ctx.access).field(name, process.field)) {
    await getRecord(ctx, name, id, { fields: ['id'] });
    return { field: null, stage: null, pending: null, transitions: [] };
  }
  return transitionsIn(ctx, object, process, id, seesWhatDecides(ctx, object, waysOf({ ctx, object }, process)));
}

/**
 * The same in a process that need not be published. `seen`: whether whoever is told sees what decides; otherwise he is told
 * only what can be said without it.
 */
export async function transitionsIn(
  ctx: AccessContext,
  object: CatalogObject,
  process: ProcessDocument,
  id: string,
  seen: boolean,
): Promise<FoundTransitions> {
  const { data } = await getRecord(ctx, object.name, id, { fields: [process.field] });
  const value = data[process.field];
  const stage = typeof value === 'string' ? value : null;
  const all = waysOf({ ctx, object }, process);
  const transitions = [];
  for (const to of targets(process, all, stage)) {
    const ways = stage === null ? [] : waysBetween(all, stage, to);
    const found = seen
      ? await tried(ctx, object, process, id, to, ways)
      : await guessed(ctx, object, process, id, to, ways);
    transitions.push(found);
  }
  return { field: process.field, stage, pending: await pendingMove(ctx, process, id), transitions };
}

/** Stages that a way leads to from here, in the order of the process; without transitions all the others. */
function targets(process: ProcessDocument, ways: readonly Way[], stage: string | null): string[] {
  const others = process.stages.map(({ id }) => id).filter((id) => id !== stage);
  if (ways.length === 0 || stage === null) return others;
  return others.filter((id) => waysBetween(ways, stage, id).length > 0);
}

async function tried(
  ctx: AccessContext,
  object: CatalogObject,
  process: ProcessDocument,
  id: string,
  to: string,
  ways: readonly Way[],
): Promise<FoundTransitions['transitions'][number]> {
  const input = { [process.field]: to };
  const batch = await carryOut(ctx, object.name, [{ action: 'update', id, input }], { mode: 'partial', dryRun: true });
  const { issues, warnings } = batch.writes[0]!;
  const fill = [...new Set(issues.filter(({ code }) => FILLS.has(code)).map(({ path }) => path))];
  const asking = ways.filter(({ transition }) => asksFor({ ctx }, transition));
  const approval =
    warnings.some(({ code }) => code === 'transition_awaits_approval') ||
    (ways.length > 0 && asking.length === ways.length);
  return {
    to,
    label: labelOf(approval ? asking : ways.filter((way) => !asking.includes(way))),
    fill: fill.filter((path) => path in object.fields),
    approval,
    yours: !issues.some(({ code }) => NOT_YOURS.has(code)),
    problems: issues.filter(({ code }) => !FILLS.has(code)),
  };
}

/** What can be said of a move without looking at what is hidden from the reader; the move itself tells the rest. */
async function guessed(
  ctx: AccessContext,
  object: CatalogObject,
  process: ProcessDocument,
  id: string,
  to: string,
  ways: readonly Way[],
): Promise<FoundTransitions['transitions'][number]> {
  const may = readablePaths(ctx.catalog.model, ctx.access);
  const [way] = ways;
  const { requires = [], reason } = way?.transition ?? {};
  const needed = requires.filter((name) => may.field(object.name, name));
  const { data } = await getRecord(ctx, object.name, id, { fields: ['id', ...needed] });
  const fill = [...needed.filter((name) => isEmpty(data[name])), ...(reason === undefined ? [] : [reason])];
  const mine = ways.filter(({ transition: { roles = [] } }) => {
    return roles.length === 0 || roles.some((role) => ctx.actor.roles.includes(role));
  });
  const edits =
    ctx.access.permission(object.name, 'update').kind !== 'no' &&
    ctx.access.field(object.name, process.field) === 'edit';
  return {
    to,
    label: labelOf(ways),
    fill: fill.filter((name) => may.field(object.name, name)),
    approval: ways.length > 0 && ways.every(({ transition }) => asksFor({ ctx }, transition)),
    yours: edits && (ways.length === 0 || mine.length > 0),
    problems: [],
  };
}

const NOT_YOURS = new Set<string>(['transition_not_yours', 'forbidden_row', 'forbidden_field', 'forbidden']);

function labelOf(ways: readonly Way[]): Label | null {
  return ways.find(({ transition }) => transition.label !== undefined)?.transition.label ?? null;
}

async function pendingMove(
  { db }: AccessContext,
  { name }: ProcessDocument,
  id: string,
): Promise<OpenTransitions['pending']> {
  const { rows } = await db.query<{
    to_stage: string;
    requested_at: Date;
    actor: string | null;
    run_id: string | null;
  }>(
    `select q.to_stage, q.requested_at, q.actor, q.run_id from core.process_request q
     left join core.workflow_run r on r.id = q.run_id
     where q.record_id = $1 and q.process = $2 and q.status = 'open'
       and (r.id is null or r.status in ('running', 'waiting'))`,
    [id, name],
    'process_pending_one',
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    to: row.to_stage,
    requested_at: new Date(row.requested_at).toISOString(),
    by: row.actor,
    run: row.run_id,
  };
}
