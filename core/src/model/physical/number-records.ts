import { numberText, type CompiledField } from '@stratacrm/sdk';
import type { Database, Queryable } from '../../kernel/database.ts';
import { Pace } from '../../kernel/pace.ts';
import type { CatalogObject } from '../catalog.ts';
import { RECORD_SCHEMA, sequenceName } from '../physical.ts';
import { drawRange } from './number-counter.ts';
import { isNumbered } from './shape.ts';
import { identifier } from './sql-text.ts';

/**
 * Records older than their auto-number field get numbers in the order in which they were made. Says whether there were any.
 */
export async function numberRecords(database: Database, object: CatalogObject): Promise<boolean> {
  let count = 0;
  for (const field of Object.values(object.fields)) {
    if (!isNumbered(field)) continue;
    const pace = new Pace();
    count += await numberLiving(database, object, field, pace);
    count += await numberRest(database, object, field, pace);
  }
  return count > 0;
}

interface Row {
  id: string;
  created_at: string;
}

/** Along the index of the living by their creation, so that no batch looks at the rows of another. */
async function numberLiving(
  database: Database,
  object: CatalogObject,
  field: CompiledField,
  pace: Pace,
): Promise<number> {
  let count = 0;
  let after: Row | undefined = { created_at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
  while (after !== undefined) {
    const most = pace.rows;
    const { rows }: { rows: Row[] } = await database.query<Row>(
      `select id, created_at from ${tableOf(object)}
       where deleted_at is null and (created_at, id) > ($1, $2) and ${identifier(field.name)} is null
       order by created_at, id limit $3`,
      [after.created_at, after.id, most],
    );
    await pace.timed(() => number(database, object, field, rows));
    count += rows.length;
    after = rows.length < most ? undefined : rows.at(-1);
  }
  return count;
}

/** Those in the recycle bin. */
async function numberRest(
  database: Database,
  object: CatalogObject,
  field: CompiledField,
  pace: Pace,
): Promise<number> {
  let count = 0;
  for (let more = true; more;) {
    const most = pace.rows;
    const { rows } = await database.query<Row>(
      `select id, created_at from ${tableOf(object)}
       where deleted_at is not null and ${identifier(field.name)} is null order by created_at, id limit $1`,
      [most],
    );
    await pace.timed(() => number(database, object, field, rows));
    count += rows.length;
    more = rows.length === most;
  }
  return count;
}

/** In one short transaction; a record that got its number meanwhile keeps it. */
async function number(
  database: Database,
  object: CatalogObject,
  field: CompiledField,
  records: readonly Row[],
): Promise<void> {
  if (records.length === 0) return;
  if (field.gap_free === true) return numberWithoutGaps(database, object, field, records);
  const { rows } = await database.query<{ number: string }>(
    'select nextval($1) as number from generate_series(1, $2::int)',
    [sequenceName(field), records.length],
  );
  const numbers = rows.map((row) => numberText(field.format, row.number));
  await write(database, object, field, { ids: records.map((record) => record.id), numbers });
}

/** Only those that have none when their rows are locked draw one. */
async function numberWithoutGaps(
  database: Database,
  object: CatalogObject,
  field: CompiledField,
  records: readonly Row[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    const { rows } = await transaction.query<{ id: string }>(
      `select id from ${tableOf(object)} where id = any($1::uuid[]) and ${identifier(field.name)} is null
       order by created_at, id for no key update`,
      [records.map((record) => record.id)],
    );
    if (rows.length === 0) return;
    const first = await drawRange(transaction, field, rows.length);
    const numbers = rows.map((_, index) => numberText(field.format, String(first + BigInt(index))));
    await write(transaction, object, field, { ids: rows.map((row) => row.id), numbers });
  });
}

async function write(
  db: Queryable,
  object: CatalogObject,
  field: CompiledField,
  { ids, numbers }: { ids: readonly string[]; numbers: readonly string[] },
): Promise<void> {
  const column = identifier(field.name);
  await db.query(
    `update ${tableOf(object)} as record set ${column} = numbered.value
     from unnest($1::uuid[], $2::text[]) as numbered (id, value)
     where record.id = numbered.id and record.${column} is null`,
    [ids, numbers],
  );
}

function tableOf(object: CatalogObject): string {
  return `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
}
