import type { CompiledField, JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { Context } from '../../kernel/context.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { codecOf } from '../store/field-column.ts';

/** The living records within this sight that have one of these values in a unique field: key of the value → id. */
export async function recordsByValue(
  ctx: Context,
  sight: Sight,
  object: string,
  field: CompiledField,
  values: readonly JsonValue[],
): Promise<Map<string, string>> {
  const found = await allRecordsByValue(ctx, sight, object, field, values);
  return new Map([...found].map(([key, ids]) => [key, ids.at(-1)!]));
}

/** The same of any field: all that have one of these values. */
export async function allRecordsByValue(
  ctx: Context,
  sight: Sight,
  object: string,
  field: CompiledField,
  values: readonly JsonValue[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (values.length === 0) return found;
  const codec = codecOf(field);
  const statement = planned(sight.catalog, `taken|${sight.key}|${object}|${field.name}`, () => {
    const source = new RecordSource(sight, object).only('living');
    source.where(sql`${sql.id('t', field.name)} = any(${given('values')}::text[]::${sql.raw(codec.valueType)}[])`);
    const query = sql`select t.id, ${codec.select('t', field.name)} as value ${source.fromWhere()}`;
    return compileStatement(query, memoryOf(sight.catalog).names);
  });
  const { rows } = await runStatement<{ id: string; value: unknown }>(ctx, statement, { values: values.map(String) });
  for (const row of rows) {
    const key = keyOf(codec.decode(row.value));
    found.set(key, [...(found.get(key) ?? []), row.id]);
  }
  return found;
}

/** What two equal values have in common. */
export function keyOf(value: JsonValue): string {
  return JSON.stringify(value);
}
