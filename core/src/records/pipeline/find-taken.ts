import type { CompiledField } from '@stratacrm/sdk';
import { systemSight } from '../sight/sight.ts';
import { keyOf, recordsByValue } from './records-by-value.ts';
import type { Write, WriteBatch } from './write-batch.ts';

/** The writes whose value of a unique field another record has, in the database or earlier in the same batch. */
export async function findTaken(batch: WriteBatch, field: CompiledField, writes: readonly Write[]): Promise<Write[]> {
  const setting = writes.filter((write) => write.after[field.name] != null && touches(write, field));
  const values = setting.map((write) => write.after[field.name]!);
  const owners = await recordsByValue(batch.ctx, systemSight(batch.ctx.catalog), batch.object.name, field, values);
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
