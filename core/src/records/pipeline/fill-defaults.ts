import { emptyRollup, instantText, traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { idAt } from '../../model/partitions/record-moment.ts';
import { isStored } from '../store/field-column.ts';
import { parseValue, valueContext } from './parse-values.ts';
import { edits, livingFields, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';
import type { RecordState } from '../store/record-changes.ts';

/** A new record gets the fields' default values, an owner, and what the system notes of it. */
export const fillDefaults: WriteStage = {
  name: 'defaults',
  run(batch) {
    const creates = edits(batch).filter((write) => write.action === 'create');
    if (creates.length === 0) return;
    const defaults = defaultState(batch);
    for (const write of creates) {
      if (write.request.action === 'create' && write.request.id === undefined)
        write.id = idInOrder(batch.object, write) ?? write.id;
      write.after = { ...defaults, id: write.id, ...write.given };
    }
  },
};

/** Records that are kept by time carry theirs in the id, which says in which piece of the table they are. */
function idInOrder({ partition_by }: CatalogObject, { given }: Write): string | undefined {
  const value = partition_by === undefined ? undefined : given[partition_by];
  return typeof value === 'string' ? idAt(Date.parse(value)) : undefined;
}

function defaultState(batch: WriteBatch): RecordState {
  const { ctx, object } = batch;
  const state: RecordState = {};
  for (const field of livingFields(object)) {
    if (isStored(field)) state[field.name] = startValue(batch, field);
  }
  const now = instantText(ctx.now.getTime());
  const by = ctx.actor.userId;
  return { ...state, owner: by, created_at: now, created_by: by, updated_at: now, updated_by: by, version: 1 };
}

function startValue(batch: WriteBatch, field: CompiledField): JsonValue {
  // Nothing refers to it yet.
  if (traitsOf(field).rolled_up) return emptyRollup(field, batch.ctx.catalog.model.workspace.currency);
  if (field.default === undefined) return null;
  const parsed = parseValue(field, field.default ?? null, valueContext(batch));
  return parsed.ok ? parsed.value : null;
}
