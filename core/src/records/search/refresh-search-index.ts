import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Database, Transaction } from '../../kernel/database.ts';
import { Pace } from '../../kernel/pace.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { decoderOf } from '../store/field-column.ts';
import type { RecordState } from '../store/record-changes.ts';
import { dropFresh } from './search-fresh.ts';
import { writeEntries } from './search-entries.ts';
import { beginMaking, endMaking, forgetRound, noteMade, readPlace, unfinishedObjects } from './index-state.ts';
import { searchRowOf, searchTextsOf, searchableFields } from './search-row.ts';

/** People who write many records at once hold them in an order of their own: who has to give way begins again. */
const RETRIES = 10;

type SystemContext = AccessContext & { db: Database };

/**
 * Brings the search index of every object up to date whose searched fields are others than those it was made for: after
 * a release that renamed, brought back or made searchable a field. Cheap when there is nothing to do. Run it as the
 * system; it may be stopped at any time and goes on from there.
 */
export async function refreshSearchIndex(ctx: SystemContext, signal?: AbortSignal): Promise<string[]> {
  const unfinished = await unfinishedObjects(ctx.db, ctx.catalog);
  if (unfinished.length === 0) return [];
  await forgetRound(ctx.db);
  const work: { object: CatalogObject; after: string; left: number }[] = [];
  for (const name of unfinished) {
    const object = ctx.catalog.object(name);
    await beginMaking(ctx.db, object, await countRecords(ctx.db, object));
    work.push({ object, ...(await readPlace(ctx.db, name)) });
  }
  // The small ones first: most of what people look for is complete soon.
  for (const { object, after } of work.sort((a, b) => a.left - b.left)) await refreshObject(ctx, object, after, signal);
  return unfinished;
}

async function countRecords(db: Database, { table }: CatalogObject): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from ${identifier(table.schema)}.${identifier(table.name)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

async function refreshObject(
  ctx: SystemContext,
  object: CatalogObject,
  from: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pace = new Pace();
  for (let after: string | null = from; after !== null;) {
    signal?.throwIfAborted();
    const place: Place = { after, most: pace.rows };
    after = await pace.timed(() => refreshBatch(ctx, object, place));
  }
  await endMaking(ctx.db, object);
}

/** Records of at most so many, by their ids. */
interface Place {
  after: string;
  most: number;
}

/** Answers with the last id done, or null at the end. The rows are held for a moment so that no writer is overtaken. */
async function refreshBatch(ctx: SystemContext, object: CatalogObject, place: Place): Promise<string | null> {
  const refresh = async (db: Transaction): Promise<string | null> => {
    const states = await readBatch({ ...ctx, db }, object, place);
    const ids = states.map((state) => String(state['id']));
    await dropFresh(db, ids);
    await writeEntries(
      db,
      states.map((state) => searchRowOf(object.name, String(state['id']), searchTextsOf(object, state))),
    );
    const last = ids.at(-1);
    if (last !== undefined) await noteMade(db, object.name, last, ids.length);
    return ids.length < place.most ? null : (last ?? null);
  };
  return ctx.db.transaction(refresh, { retries: RETRIES });
}

async function readBatch(ctx: AccessContext, object: CatalogObject, { after, most }: Place): Promise<RecordState[]> {
  const fields = searchableFields(object);
  const { currency } = ctx.catalog.model.workspace;
  const statement = planned(ctx.catalog, `reindex|${object.name}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).where(sql`t.id > ${given('after')}::uuid`);
    const columns = fields.map((field) => sql`${source.record.selected(field)} as ${sql.id(field.name)}`);
    const query = sql`select ${sql.join([sql`t.id`, sql`t.owner`, ...columns])} ${source.fromWhere()} order by t.id limit ${given('most')}::integer for share of t`;
    return compileStatement(query, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, { after, most });
  return rows.map((row) => {
    const state: RecordState = { id: String(row['id']), owner: row['owner'] as string | null };
    for (const field of fields)
      state[field.name] = row[field.name] === null ? null : decoderOf(field, currency)(row[field.name]);
    return state;
  });
}
