import { numberText, type CompiledField } from '@stratacrm/sdk';
import type { Database } from '../../kernel/database.ts';
import type { CatalogObject } from '../catalog.ts';
import { RECORD_SCHEMA, sequenceName } from '../physical.ts';
import { isNumbered } from './shape.ts';
import { identifier } from './sql-text.ts';

const AT_ONCE = 1_000;

/** Records older than their auto-number field get numbers in the order in which they were made. */
export async function numberRecords(database: Database, object: CatalogObject): Promise<number> {
  let numbered = 0;
  for (const field of Object.values(object.fields)) {
    if (!isNumbered(field)) continue;
    for (let count = AT_ONCE; count === AT_ONCE; numbered += count) count = await numberSome(database, object, field);
  }
  return numbered;
}

async function numberSome(database: Database, object: CatalogObject, field: CompiledField): Promise<number> {
  const column = identifier(field.name);
  const table = `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
  const { rows } = await database.query<{ id: string; number: string }>(
    `select id, nextval($1) as number from
       (select id from ${table} where ${column} is null order by created_at, id limit ${AT_ONCE}) as old`,
    [sequenceName(field)],
  );
  if (rows.length === 0) return 0;
  await database.query(
    `update ${table} as record set ${column} = numbered.value
     from unnest($1::uuid[], $2::text[]) as numbered (id, value)
     where record.id = numbered.id and record.${column} is null`,
    [rows.map((row) => row.id), rows.map((row) => numberText(field.format, row.number))],
  );
  return rows.length;
}
