import { traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { codecOf, storedFields } from '../store/field-column.ts';
import type { Write, WriteStage } from './write-batch.ts';
import type { FieldChanges } from '../store/record-changes.ts';

/** What differs between the record as it was and as it is to be, field by field. */
export const noteChanges: WriteStage = {
  name: 'note changes',
  run(batch) {
    const fields = notedFields(batch.object);
    for (const write of batch.writes) {
      if (write.action === 'create' || write.action === 'update') write.changes = changesOf(write, fields);
    }
  },
};

/** What the system sets with every write is told by the entry itself, and what is made of other records by theirs. */
const notedFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  storedFields(object).filter((field) => (!field.system || field.name === 'owner') && !traitsOf(field).rolled_up),
);

function changesOf({ before, after }: Write, fields: readonly CompiledField[]): FieldChanges {
  const changes: FieldChanges = {};
  for (const field of fields) {
    const [from, to] = [before?.[field.name] ?? null, after[field.name] ?? null];
    const same = from === to || (from !== null && to !== null && codecOf(field).same(from, to));
    if (!same) changes[field.name] = [from, to];
  }
  return changes;
}
