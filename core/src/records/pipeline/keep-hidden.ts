import { relationOf, type CompiledField } from '@stratacrm/sdk';
import { visibleIds } from '../query/visible-ids.ts';
import { seesAll } from '../sight/sees-all.ts';
import { readerSight } from '../sight/sight.ts';
import { edits, livingFields, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/**
 * Who writes a list of references means the records he sees. Those hidden from him stay in it, behind what he gives:
 * nobody takes out what he was never shown.
 */
export const keepHidden: WriteStage = {
  name: 'keep what is hidden',
  async run(batch) {
    const sight = readerSight(batch.ctx.catalog, batch.ctx.access);
    for (const field of livingFields(batch.object)) {
      if (relationOf(field)?.kind === 'many' && !seesAll(sight, field)) await keepLinks(batch, field);
    }
  },
};

async function keepLinks(batch: WriteBatch, field: CompiledField): Promise<void> {
  const relation = relationOf(field);
  const writes = edits(batch).filter((write) => field.name in write.given && leftOut(write, field).length > 0);
  if (writes.length === 0 || relation?.kind !== 'many') return;
  const ids = new Set(writes.flatMap((write) => leftOut(write, field)));
  const visible = await visibleIds(batch.ctx, relation.to, [...ids]);
  for (const write of writes) {
    const hidden = leftOut(write, field).filter((id) => !visible.has(id));
    if (hidden.length > 0) write.after[field.name] = [...listOf(write.given[field.name]), ...hidden];
  }
}

/** What stood there and is not in the list that was given. */
function leftOut({ before, given }: Write, field: CompiledField): string[] {
  const kept = new Set(listOf(given[field.name]));
  return listOf(before?.[field.name]).filter((id) => !kept.has(id));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
