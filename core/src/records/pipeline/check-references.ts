import { relationOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import { visibleIds } from '../query/visible-ids.ts';
import { linkedRecords, type LinkedRecord } from '../sight/linked-ids.ts';
import { isStored } from '../store/field-column.ts';
import { refuseCircles } from './refuse-circles.ts';
import { livingFields, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

interface Pointer {
  write: Write;
  field: CompiledField;
  id: string;
}

/** What is pointed to must be there and the writer must be able to see it, one statement per object pointed to; and no tree becomes a circle. */
export const checkReferences: WriteStage = {
  name: 'references',
  async run(batch) {
    for (const [target, pointers] of pointersByTarget(batch)) {
      const visible = await visibleIds(batch.ctx, target, [...new Set(pointers.map((pointer) => pointer.id))]);
      for (const { write, field, id } of pointers) {
        if (visible.has(id) || write.issues.some((issue) => issue.path === field.name)) continue;
        write.issues.push({ path: field.name, code: 'reference_not_found', params: { label: field.label } });
      }
    }
    await refuseCircles(batch);
  },
};

function pointersByTarget(batch: WriteBatch): Map<string, Pointer[]> {
  const byTarget = new Map<string, Pointer[]>();
  for (const field of livingFields(batch.object)) {
    if (relationOf(field) === undefined || !isStored(field) || (field.system && field.name !== 'owner')) continue;
    for (const write of soundEdits(batch)) {
      for (const { object, id } of newLinks(batch, write, field)) {
        const pointers = byTarget.get(object) ?? [];
        byTarget.set(object, pointers);
        pointers.push({ write, field, id });
      }
    }
  }
  return byTarget;
}

const NONE: readonly LinkedRecord[] = [];

/** Records that the field did not point to before. */
function newLinks(batch: WriteBatch, { before, after }: Write, field: CompiledField): readonly LinkedRecord[] {
  const value = after[field.name] ?? null;
  if (value === null || value === before?.[field.name] || isWriter(batch, field, value)) return NONE;
  const known = new Set(linkedRecords(field, before?.[field.name]).map((link) => link.id));
  return linkedRecords(field, value).filter(({ object, id }) => !known.has(id) && !isOwner(batch, object, id));
}

/** What a record belongs to may be made with it, and is not there yet. */
function isOwner({ upper }: WriteBatch, object: string, id: string): boolean {
  return upper !== null && upper.object.name === object && upper.writes.some((write) => write.id === id);
}

/** The writer himself is there; most new records point to nobody else. */
function isWriter({ ctx }: WriteBatch, field: CompiledField, value: JsonValue): boolean {
  return field.name === 'owner' && value === ctx.actor.userId;
}
