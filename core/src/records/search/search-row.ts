import { expressionValue, traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { isStored } from '../store/field-column.ts';
import type { RecordChange } from '../store/record-changes.ts';
import { foldText, gramsOf } from './grams.ts';
import { readingsOf } from './readings.ts';

/** A record's row in the search index. */
export interface SearchRow {
  record_id: string;
  /** Field → folded text; with `~` behind the field → how its Chinese is typed in letters. */
  texts: { [field: string]: string };
  /** As PostgreSQL writes an array: read from JSON, number by number, it took three times as long. */
  grams: string;
}

/** Characters of one text that are found; a long note is found by its beginning. */
const LONGEST = 4_000;

/** Behind the name of a field: no field is called so. */
export const READINGS = '~';

/** Changes with what is indexed, so that an index made otherwise is made anew. */
export const INDEX_FORM = '~readings';

/** Fields whose text is found by the search. */
export const searchableFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  Object.values(object.fields).filter(
    (field) => !field.system && field.archived !== true && isStored(field) && traitsOf(field).searchable,
  ),
);

/** null when the change touches nothing that is searched. Deleted records stay in the index; reads leave them out. */
export function searchRow(object: CatalogObject, change: RecordChange): SearchRow | null {
  const touched = searchableFields(object).some((field) => change.changes[field.name] !== undefined);
  return touched ? searchRowOf(object, change.id, change.after) : null;
}

export function searchRowOf(object: CatalogObject, id: string, state: { [field: string]: JsonValue }): SearchRow {
  const texts: { [field: string]: string } = {};
  const grams = new Set<number>();
  for (const field of searchableFields(object)) {
    const text = searchText(expressionValue(field, state[field.name] ?? null));
    if (text === '') continue;
    texts[field.name] = text;
    for (const gram of gramsOf(text)) grams.add(gram);
    const readings = readingsOf(text);
    if (readings === '') continue;
    texts[field.name + READINGS] = readings;
    for (const gram of gramsOf(readings)) grams.add(gram);
  }
  return { record_id: id, texts, grams: `{${[...grams].join()}}` };
}

function searchText(value: JsonValue): string {
  const text = Array.isArray(value) ? value.join(' ') : value === null ? '' : String(value);
  return foldText(text.length > LONGEST ? text.slice(0, LONGEST).toWellFormed() : text);
}
