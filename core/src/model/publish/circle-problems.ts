import { relationOf, type CompiledField } from '@stratacrm/sdk';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../catalog.ts';
import type { ConversionRun } from '../conversion/run-conversion.ts';
import type { ModelProblem } from '../model-problem.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { identifier } from '../physical/sql-text.ts';
import type { Candidate, Live } from './candidate.ts';

const SAMPLE = 5;

/** References that are to be a hierarchy from this release on, over records that nobody has kept out of circles so far. */
function newHierarchies({ catalog }: Candidate, before: ReadonlyMap<string, CompiledField>): CompiledField[] {
  return fieldsOf(catalog).filter((field) => {
    const now = before.get(field.id);
    return (
      isHierarchy(field) && now !== undefined && now.type === field.type && !isHierarchy(now) && !isMoved(now, field)
    );
  });
}

function fieldsOf(catalog: Catalog): CompiledField[] {
  return Object.values(catalog.model.objects)
    .filter((object) => !object.managed)
    .flatMap((object) => Object.values(object.fields));
}

function isHierarchy(field: CompiledField): boolean {
  return field.hierarchy === true && field.archived !== true;
}

/** It pointed elsewhere before: its column is another one. */
function isMoved(now: CompiledField, field: CompiledField): boolean {
  const [before, after] = [relationOf(now), relationOf(field)];
  return before?.kind !== after?.kind || before?.to !== after?.to;
}

/** Records that lie beneath themselves in a field that is to be a hierarchy. */
export async function circleProblems(
  db: Queryable,
  candidate: Candidate,
  live: Live,
  since?: Date,
): Promise<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const { field, table, now } of placesOf(candidate, live)) {
    const found = await findCircles(db, table, now.name, since);
    if (found.count > 0) problems.push(problemOf(field, found, now.object));
  }
  return problems;
}

/** Names that became records may lead in a circle. */
export async function convertedCircles(
  db: Queryable,
  runs: readonly ConversionRun[],
  since?: Date,
): Promise<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const { conversion } of runs) {
    const { from, to, table } = conversion;
    if (to.field.hierarchy !== true) continue;
    const found = await findCircles(db, table, to.column, since);
    if (found.count > 0) problems.push(problemOf(to.field, found, from.field.object));
  }
  return problems;
}

/**
 * In the transaction of the switch: nobody moves records from here to its end, and from then on every write is looked at.
 * What was written since the publish began is looked at here.
 */
export async function lastCircles(
  transaction: Transaction,
  { candidate, live, runs, since }: { candidate: Candidate; live: Live; runs: readonly ConversionRun[]; since: Date },
): Promise<ModelProblem[]> {
  for (const { table } of placesOf(candidate, live))
    await transaction.query(`lock table ${table} in share row exclusive mode`);
  return [
    ...(await circleProblems(transaction, candidate, live, since)),
    ...(await convertedCircles(transaction, runs, since)),
  ];
}

/** Until the switch tables and columns are called as the live release calls them. */
function placesOf(candidate: Candidate, live: Live): { field: CompiledField; now: CompiledField; table: string }[] {
  const before = new Map(fieldsOf(live.catalog).map((field) => [field.id, field]));
  return newHierarchies(candidate, before).map((field) => {
    const now = before.get(field.id)!;
    return { field, now, table: `${RECORD_SCHEMA}.${identifier(live.catalog.object(now.object).table.name)}` };
  });
}

interface Circles {
  count: number;
  sample: string[];
}

/** Clocks of several servers are not quite one. */
const SLACK_MS = 60_000;

/** Goes up from every record, or from those written since; what comes by itself again is in a circle. */
async function findCircles(db: Queryable, table: string, name: string, since?: Date): Promise<Circles> {
  const column = identifier(name);
  const from = since === undefined ? '' : ' and updated_at > $1';
  const { rows } = await db.query<{ count: string; sample: string[] | null }>(
    `with recursive line(start, above) as (
       select id, ${column} from ${table} where ${column} is not null and deleted_at is null${from}
       union
       select l.start, t.${column} from line as l join ${table} as t on t.id = l.above
       where t.${column} is not null and t.deleted_at is null and l.above <> l.start),
     found as (select distinct start from line where above = start)
     select (select count(*) from found) as count,
            (select array_agg(start::text) from (select start from found order by start limit ${SAMPLE}) as few) as sample`,
    since === undefined ? [] : [new Date(since.getTime() - SLACK_MS)],
  );
  return { count: Number(rows[0]?.count ?? 0), sample: rows[0]?.sample ?? [] };
}

function problemOf(field: { object: string; name: string }, { count, sample }: Circles, object: string): ModelProblem {
  return {
    kind: 'field',
    key: `${field.object}.${field.name}`,
    path: 'hierarchy',
    code: 'records_in_circles',
    params: { count },
    records: { object, ids: sample },
  };
}
