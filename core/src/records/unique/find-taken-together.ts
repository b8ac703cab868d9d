import { sql } from 'kysely';
import type { CheckedExpression } from '@stratacrm/sdk';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import { holds } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { worthOf } from '../store/worth.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { codecOf } from '../store/field-column.ts';
import { fieldsRead, type UniqueRule } from './unique-rule.ts';

/** The writes whose values another record under the rule has, in the database or earlier in the same batch. */
export async function findTakenTogether(
  batch: WriteBatch,
  rule: UniqueRule,
  writes: readonly Write[],
): Promise<Write[]> {
  const setting = writes.filter((write) => touches(write, rule) && fallsUnder(batch, write, rule));
  if (setting.length === 0) return [];
  const owners = await ownersOf(batch, rule, setting);
  return setting.filter((write) => {
    const key = keyOf(rule, write);
    const owner = owners.get(key);
    owners.set(key, write.id);
    return owner !== undefined && owner !== write.id;
  });
}

function touches(write: Write, rule: UniqueRule): boolean {
  return write.action === 'restore' || fieldsRead(rule).some((name) => name in write.changes);
}

/** A missing value equals no other. */
function fallsUnder(batch: WriteBatch, write: Write, { fields, condition }: UniqueRule): boolean {
  if (fields.some((field) => write.after[field.name] == null)) return false;
  return condition === null || holds(batch, write, condition);
}

function keyOf({ fields }: UniqueRule, write: Write): string {
  return JSON.stringify(fields.map((field) => write.after[field.name]));
}

async function ownersOf(batch: WriteBatch, rule: UniqueRule, writes: readonly Write[]): Promise<Map<string, string>> {
  const { ctx, object } = batch;
  const codecs = rule.fields.map(codecOf);
  const statement = planned(ctx.catalog, `taken together|${object.name}|${rule.index}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).only('living');
    const { record } = source;
    const columns = rule.fields.map((_, index) => sql`${sql.id(`v${index}`)} ${sql.raw(codecs[index]!.valueType)}`);
    source.join(sql`join json_to_recordset(${given('values')}::json) as r(key text, ${sql.join(columns)}) on true`);
    for (const [index, field] of rule.fields.entries())
      source.where(sql`${record.value(field)} = ${sql.id('r', `v${index}`)}`);
    if (rule.condition !== null) source.where(conditionOn(rule.condition, record));
    return compileStatement(sql`select t.id, r.key ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  const values = writes.map((write) => {
    const row: Record<string, unknown> = { key: keyOf(rule, write) };
    for (const [index, field] of rule.fields.entries()) {
      const parts = codecs[index]!.encode(
        write.after[field.name]!,
        worthOf(ctx.catalog.rates, field, write.after, ctx.now),
      );
      // An amount is looked up by its worth in the workspace currency; its key tells it apart.
      row[`v${index}`] = codecs[index]!.columns.length === 3 ? parts[2] : parts[0];
    }
    return row;
  });
  const { rows } = await runStatement<{ id: string; key: string }>(ctx, statement, { values: JSON.stringify(values) });
  return new Map(rows.map((row) => [row.key, row.id]));
}

function conditionOn(condition: CheckedExpression, record: RecordSource['record']) {
  return sql`coalesce(${expressionToSql(condition, record)}, false)`;
}
