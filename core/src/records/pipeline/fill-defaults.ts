import { emptyRollup, instantText, traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { idAt } from '../../model/partitions/record-moment.ts';
import { planned } from '../sql/catalog-memory.ts';
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
  const { ctx } = batch;
  const { unchanging, defaults } = startValues(batch);
  const state: RecordState = { ...unchanging };
  const values = valueContext(batch);
  for (const field of defaults) {
    const parsed = parseValue(field, field.default ?? null, values);
    state[field.name] = parsed.ok ? parsed.value : null;
  }
  const now = instantText(ctx.now.getTime());
  const by = ctx.actor.userId;
  return { ...state, owner: by, created_at: now, created_by: by, updated_at: now, updated_by: by, version: 1 };
}

interface StartValues {
  /** Of fields without a default: nothing, or the total of no records. */
  unchanging: RecordState;
  /** Fields with a default, which is read as its writer would. */
  defaults: readonly CompiledField[];
}

function startValues({ ctx, object }: WriteBatch): StartValues {
  return planned(ctx.catalog, `start values|${object.name}`, () => {
    const fields = livingFields(object).filter(isStored);
    const isDefault = (field: CompiledField): boolean => field.default !== undefined && !traitsOf(field).rolled_up;
    const { currency } = ctx.catalog.model.workspace;
    return {
      unchanging: Object.fromEntries(
        // Nothing refers to a new record yet.
        fields.map((field) => [field.name, traitsOf(field).rolled_up ? emptyRollup(field, currency) : null]),
      ),
      defaults: fields.filter(isDefault),
    };
  });
}
