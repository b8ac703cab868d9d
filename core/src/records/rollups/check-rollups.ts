import type { RollupCheck, RollupFinding } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Database } from '../../kernel/database.ts';
import { withoutBlocking } from '../../model/physical/run-ddl.ts';
import { identifier, literal } from '../../model/physical/sql-text.ts';
import { readerSight } from '../sight/sight.ts';
import { installKeepers, isFollowed } from './install-keepers.ts';
import { rollupGroups, tableOf, type RollupGroup } from './keeper-functions.ts';
import { valueColumns, type KeptRollup } from './kept-rollup.ts';
import { workedOut } from './readable-value.ts';
import { workOut } from './work-out.ts';

/** Records looked at in one step: some hundred milliseconds. */
const AT_ONCE = 1_000;

/** Findings that one step shows. */
const MOST_SHOWN = 20;

export interface CheckInput {
  object: string;
  /** The record after which to go on; absent: from the first. */
  after?: string | undefined;
  repair: boolean;
}

/**
 * Holds the stored roll-ups of some records of an object, in the order of their ids, against what their children say, and
 * repairs them if asked. It looks at one moment, so nothing that is being written is taken for wrong.
 */
export async function checkRollups(ctx: AccessContext, database: Database, input: CheckInput): Promise<RollupCheck> {
  const groups = rollupGroups(ctx.catalog).filter((group) => group.parents.name === input.object);
  const followed = await isFollowed(database, ctx.catalog);
  if (input.repair && !followed) {
    await withoutBlocking(database, (transaction) => installKeepers(transaction, ctx.catalog));
  }
  const [first] = groups;
  if (first === undefined) return { followed, checked: 0, wrong: 0, sample: [], next: null };
  const { rows } = await database.query<{ id: string }>(
    `select id from ${tableOf(first.parents)} where id > $1 order by id limit ${AT_ONCE}`,
    [input.after ?? '00000000-0000-0000-0000-000000000000'],
  );
  const ids = rows.map((row) => row.id);
  const found = new Map<string, RollupFinding[]>();
  for (const group of groups) {
    for (const finding of await differing(ctx, database, group, ids)) {
      found.set(finding.id, [...(found.get(finding.id) ?? []), finding]);
    }
    if (input.repair) await repair(database, group, [...found.keys()]);
  }
  return {
    followed,
    checked: ids.length,
    wrong: found.size,
    sample: [...found.values()].flat().slice(0, MOST_SHOWN),
    next: ids.length < AT_ONCE ? null : ids.at(-1)!,
  };
}

async function repair(database: Database, group: RollupGroup, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await database.transaction((transaction) => workOut(transaction, group, ids, true), { retries: 5 });
}

interface WrongRow {
  id: string;
  /** Name of the field → what stands there, and what should. */
  fields: Record<string, [stored: string | null, should: string | null]>;
}

async function differing(
  ctx: AccessContext,
  database: Database,
  group: RollupGroup,
  ids: readonly string[],
): Promise<RollupFinding[]> {
  const { rows } = await database.query<WrongRow>(differingSql(group, ctx.catalog.model.workspace.currency), [ids]);
  const shown = new Set(group.rollups.filter((rollup) => mayShow(ctx, rollup)).map(({ field }) => field.name));
  return rows.flatMap(({ id, fields }) =>
    Object.entries(fields).map(([field, [stored, should]]): RollupFinding => {
      const values = shown.has(field) ? { stored, should } : { stored: null, should: null };
      return { object: group.parents.name, id, field, ...values };
    }),
  );
}

/** Values only for one who reads the field in every record, as it is stored. */
function mayShow(ctx: AccessContext, { field }: KeptRollup): boolean {
  const sight = readerSight(ctx.catalog, ctx.access);
  const seen = sight.model.objects[field.object]?.fields[field.name];
  return seen !== undefined && sight.rows(field.object).kind === 'all' && workedOut(sight, seen) === undefined;
}

function differingSql(group: RollupGroup, currency: string): string {
  const { parents, children, via, rollups } = group;
  const made = rollups.map(({ field, value }) => `${value} as ${identifier(field.name)}`).join(', ');
  const wrong = rollups.map((rollup) => {
    const columns = valueColumns(rollup, currency);
    const stored = columns.map(({ column }) => `t.${column}`).join(', ');
    const name = identifier(rollup.field.name);
    const differs = `(${stored}) is distinct from (${columns.map(({ value }) => value).join(', ')})`;
    const pair = `jsonb_build_array(t.${name}::text, v.${name}::text)`;
    return `case when ${differs} then jsonb_build_object(${literal(rollup.field.name)}, ${pair}) else '{}'::jsonb end`;
  });
  return `select t.id, w.fields from ${tableOf(parents)} as t
    cross join lateral (
      select ${made} from ${tableOf(children)} as c where c.${identifier(via.name)} = t.id and c.deleted_at is null
    ) as v
    cross join lateral (select ${wrong.join(' || ')} as fields) as w
    where t.id = any($1::uuid[]) and w.fields <> '{}'::jsonb order by t.id`;
}
