import { traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
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
    const alike: Alike = new Map();
    for (const write of batch.writes) {
      if (write.action === 'create') write.changes = valuesOf(write, fields, alike);
      else if (write.action === 'update') write.changes = changesOf(write, fields);
    }
  },
};

/** What the system sets with every write is told by the entry itself, and what is made of other records by theirs. */
const notedFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  storedFields(object).filter((field) => (!field.system || field.name === 'owner') && !traitsOf(field).rolled_up),
);

/** By field what was last noted of a new record. */
type Alike = Map<string, [null, JsonValue]>;

/** What many have in common is noted once: records that are created together are mostly alike in half of their fields. */
function valuesOf({ after }: Write, fields: readonly CompiledField[], alike: Alike): FieldChanges {
  const changes: FieldChanges = {};
  for (const { name } of fields) {
    const value = after[name] ?? null;
    if (value === null) continue;
    let change = alike.get(name);
    if (change?.[1] !== value) alike.set(name, (change = [null, value]));
    changes[name] = change!;
  }
  return changes;
}

function changesOf({ before, after }: Write, fields: readonly CompiledField[]): FieldChanges {
  const changes: FieldChanges = {};
  for (const field of fields) {
    const [from, to] = [before?.[field.name] ?? null, after[field.name] ?? null];
    const same = from === to || (from !== null && to !== null && codecOf(field).same(from, to));
    if (!same) changes[field.name] = [from, to];
  }
  return changes;
}
