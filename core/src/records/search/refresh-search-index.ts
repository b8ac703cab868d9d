import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Database, Transaction } from '../../kernel/database.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { decoderOf } from '../store/field-column.ts';
import type { RecordState } from '../store/record-changes.ts';
import { dropFresh } from './search-fresh.ts';
import { writeEntries } from './search-entries.ts';
import { INDEX_FORM, searchRowOf, searchTextsOf, searchableFields } from './search-row.ts';

const BATCH = 1_000;

/** People who write many records at once hold them in an order of their own: who has to give way begins again. */
const RETRIES = 10;

type SystemContext = AccessContext & { db: Database };

/**
 * Brings the search index of every object up to date whose searched fields are others than those it was made for: after
 * a release that renamed, brought back or made searchable a field. Cheap when there is nothing to do. Run it as the
 * system; it may be stopped and begun again at any time.
 */
export async function refreshSearchIndex(ctx: SystemContext): Promise<string[]> {
  const { rows } = await ctx.db.query<{ object: string; fields: string[] }>(
    'select object, fields from core.search_state',
  );
  const known = new Map(rows.map((row) => [row.object, row.fields.join()]));
  const refreshed: string[] = [];
  for (const { name } of Object.values(ctx.catalog.model.objects)) {
    const object = ctx.catalog.object(name);
    const fields = [...searchableFields(object).map((field) => field.name), INDEX_FORM];
    if (object.managed || known.get(name) === fields.join()) continue;
    await refreshObject(ctx, object, fields);
    refreshed.push(name);
  }
  return refreshed;
}

async function refreshObject(ctx: SystemContext, object: CatalogObject, fields: readonly string[]): Promise<void> {
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null) after = await refreshBatch(ctx, object, after);
  await ctx.db.query(
    'insert into core.search_state (object, fields) values ($1, $2) on conflict (object) do update set fields = excluded.fields',
    [object.name, fields],
  );
}

/** Answers with the last id done, or null at the end. The rows are held for a moment so that no writer is overtaken. */
async function refreshBatch(ctx: SystemContext, object: CatalogObject, after: string): Promise<string | null> {
  const refresh = async (db: Transaction): Promise<string | null> => {
    const states = await readBatch({ ...ctx, db }, object, after);
    await dropFresh(
      db,
      states.map((state) => String(state['id'])),
    );
    await writeEntries(
      db,
      states.map((state) => searchRowOf(object.name, String(state['id']), searchTextsOf(object, state))),
    );
    return states.length < BATCH ? null : String(states.at(-1)!['id']);
  };
  return ctx.db.transaction(refresh, { retries: RETRIES });
}

async function readBatch(ctx: AccessContext, object: CatalogObject, after: string): Promise<RecordState[]> {
  const fields = searchableFields(object);
  const { currency } = ctx.catalog.model.workspace;
  const statement = planned(ctx.catalog, `reindex|${object.name}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).where(sql`t.id > ${given('after')}::uuid`);
    const columns = fields.map((field) => sql`${source.record.selected(field)} as ${sql.id(field.name)}`);
    const query = sql`select ${sql.join([sql`t.id`, ...columns])} ${source.fromWhere()} order by t.id limit ${sql.lit(BATCH)} for share of t`;
    return compileStatement(query, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, { after });
  return rows.map((row) => {
    const state: RecordState = { id: String(row['id']) };
    for (const field of fields)
      state[field.name] = row[field.name] === null ? null : decoderOf(field, currency)(row[field.name]);
    return state;
  });
}
