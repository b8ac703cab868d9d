import type { CompiledField, JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { codecOf } from '../store/field-column.ts';
import type { Write, WriteBatch } from './write-batch.ts';

/** The writes whose value of a unique field another record has, in the database or earlier in the same batch. */
export async function findTaken(batch: WriteBatch, field: CompiledField, writes: readonly Write[]): Promise<Write[]> {
  const setting = writes.filter((write) => write.after[field.name] != null && touches(write, field));
  const owners = await ownersOf(batch, field, setting);
  return setting.filter((write) => {
    const key = keyOf(write.after[field.name]!);
    const owner = owners.get(key);
    owners.set(key, write.id);
    return owner !== undefined && owner !== write.id;
  });
}

/** A restored record brings all its values back. */
function touches(write: Write, field: CompiledField): boolean {
  return write.action === 'restore' || field.name in write.changes;
}

async function ownersOf({ ctx, object }: WriteBatch, field: CompiledField, writes: readonly Write[]) {
  const codec = codecOf(field);
  const statement = planned(ctx.catalog, `taken|${object.name}|${field.name}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).only('living');
    source.where(sql`${sql.id('t', field.name)} = any(${given('values')}::text[]::${sql.raw(codec.valueType)}[])`);
    const query = sql`select t.id, ${codec.select('t', field.name)} as value ${source.fromWhere()}`;
    return compileStatement(query, memoryOf(ctx.catalog).names);
  });
  const values = writes.map((write) => String(write.after[field.name]));
  const { rows } = await runStatement<{ id: string; value: unknown }>(ctx, statement, { values });
  return new Map(rows.map((row) => [keyOf(codec.decode(row.value)), row.id]));
}

function keyOf(value: JsonValue): string {
  return JSON.stringify(value);
}
