import { holds } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { systemSight } from '../sight/sight.ts';
import { keyTogether, recordsTogether, type ValuesTogether } from './records-together.ts';
import { fieldsRead, type UniqueRule } from './unique-rule.ts';

/** The writes whose values another record under the rule has, in the database or earlier in the same batch. */
export async function findTakenTogether(
  batch: WriteBatch,
  rule: UniqueRule,
  writes: readonly Write[],
): Promise<Write[]> {
  const setting = writes.filter((write) => touches(write, rule) && fallsUnder(batch, write, rule));
  if (setting.length === 0) return [];
  const { ctx, object } = batch;
  const values = setting.map((write) => valuesOf(rule, write));
  const owners = await recordsTogether(ctx, systemSight(ctx.catalog), object.name, rule, values);
  return setting.filter((write, index) => {
    const key = keyTogether(values[index]!);
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

function valuesOf({ fields }: UniqueRule, write: Write): ValuesTogether {
  return fields.map((field) => write.after[field.name]!);
}
