import type { CheckedExpression, JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import type { Context } from '../../kernel/context.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { codecOf } from '../store/field-column.ts';
import { keyColumns, type UniqueRule } from './unique-rule.ts';

/** One value, not missing, for each field of a rule, in the rule's order. */
export type ValuesTogether = readonly JsonValue[];

/**
 * The living records within this sight, of those the rule's condition holds for, that have one of these: key of the
 * values → id. They are compared as the database's index compares them.
 */
export async function recordsTogether(
  ctx: Context,
  sight: Sight,
  object: string,
  rule: UniqueRule,
  wanted: readonly ValuesTogether[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const columns = rule.fields.flatMap((field) => keyColumns(field).map((column) => ({ field, column })));
  const statement = planned(sight.catalog, `taken together|${sight.key}|${object}|${rule.index}`, () => {
    const source = new RecordSource(sight, object).only('living');
    const typed = columns.map(({ column }, index) => sql`${sql.id(`v${index}`)} ${sql.raw(column.type)}`);
    source.join(sql`join json_to_recordset(${given('values')}::json) as r(key text, ${sql.join(typed)}) on true`);
    for (const [index, { field, column }] of columns.entries())
      source.where(sql`${sql.id('t', field.name + column.suffix)} = ${sql.id('r', `v${index}`)}`);
    if (rule.condition !== null) source.where(holds(rule.condition, source.record));
    return compileStatement(sql`select t.id, r.key ${source.fromWhere()}`, memoryOf(sight.catalog).names);
  });
  const values = wanted.map((each) => {
    const encoded = rule.fields.flatMap((field, index) =>
      codecOf(field).encode(each[index]!, noWorth).slice(0, keyColumns(field).length),
    );
    return { key: keyTogether(each), ...Object.fromEntries(encoded.map((value, index) => [`v${index}`, value])) };
  });
  const { rows } = await runStatement<{ id: string; key: string }>(ctx, statement, { values: JSON.stringify(values) });
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** What equal values have in common. */
export function keyTogether(values: ValuesTogether): string {
  return JSON.stringify(values);
}

/** An amount is the same only in its own currency; what it is worth in another is not asked. */
function noWorth(): null {
  return null;
}

function holds(condition: CheckedExpression, record: RecordSource['record']) {
  return sql`coalesce(${expressionToSql(condition, record)}, false)`;
}
