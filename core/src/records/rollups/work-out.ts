import type { Database, Queryable } from '../../kernel/database.ts';
import { Pace } from '../../kernel/pace.ts';
import type { Catalog } from '../../model/catalog.ts';
import { RECORD_SCHEMA } from '../../model/physical.ts';
import { rollupGroups, tableOf, workOutName, type RollupGroup } from './keeper-functions.ts';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Works out the roll-ups that are not yet, in batches beside running traffic, and goes on where a process that died has
 * stopped. Says whether any became ready.
 */
export async function workOutRollups(database: Database, catalog: Catalog): Promise<boolean> {
  let any = false;
  for (const group of rollupGroups(catalog)) {
    const ids = group.rollups.map((rollup) => rollup.field.id);
    const pace = new Pace();
    for (let from = await nextStart(database, ids); from !== null;)
      from = await nextBatch(database, { group, fieldIds: ids, pace }, from);
    const { rowCount } = await database.query(
      'update core.rollup set ready = true, position = null where field_id = any($1::uuid[]) and not ready',
      [ids],
    );
    any ||= rowCount > 0;
  }
  return any;
}

/** The id after which to go on; null when there is nothing left. Of several roll-ups the one least far decides. */
async function nextStart(db: Queryable, fieldIds: readonly string[]): Promise<string | null> {
  const { rows } = await db.query<{ position: string | null }>(
    'select position from core.rollup where field_id = any($1::uuid[]) and not ready order by position nulls first limit 1',
    [fieldIds],
  );
  return rows[0] === undefined ? null : (rows[0].position ?? BEFORE_ALL);
}

interface Work {
  group: RollupGroup;
  fieldIds: readonly string[];
  /** Of how many parents in one transaction, in which their writers wait for it. */
  pace: Pace;
}

/** Answers with where the next batch begins; null after the last. */
function nextBatch(database: Database, work: Work, from: string): Promise<string | null> {
  const most = work.pace.rows;
  return work.pace.timed(() => workOutBatch(database, work, from, most));
}

function workOutBatch(
  database: Database,
  { group, fieldIds }: Work,
  from: string,
  most: number,
): Promise<string | null> {
  return database.transaction(
    async (transaction) => {
      const { rows } = await transaction.query<{ id: string }>(
        `select id from ${tableOf(group.parents)} where id > $1 order by id limit $2`,
        [from, most],
      );
      const last = rows.at(-1)?.id;
      if (last === undefined) return null;
      // Everybody is told once, when all of it is ready.
      await workOut(
        transaction,
        group,
        rows.map((row) => row.id),
        false,
      );
      await transaction.query('update core.rollup set position = $2 where field_id = any($1::uuid[]) and not ready', [
        fieldIds,
        last,
      ]);
      return rows.length < most ? null : last;
    },
    { retries: 5 },
  );
}

/** Brings the group's roll-ups of these parents to what their children say; answers with how many parents had others. */
export async function workOut(
  db: Queryable,
  group: RollupGroup,
  parents: readonly string[],
  telling: boolean,
): Promise<number> {
  const { rows } = await db.query<{ others: string }>(
    `select ${RECORD_SCHEMA}.${workOutName(group)}($1::uuid[], $2) as others`,
    [parents, telling],
  );
  return Number(rows[0]!.others);
}
