import { expressionValue, traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { isStored } from '../store/field-column.ts';
import type { RecordChange } from '../store/record-changes.ts';
import { foldText, gramsOfAll, ofOwner } from './grams.ts';
import { readingsOf } from './readings.ts';

/**
 * What is found of a record: field → folded text; with `~` behind the field → how its Chinese is typed in letters. On its way
 * to the index also whose it is.
 */
export interface SearchTexts {
  [field: string]: string;
}

/** A record's row in the search index. */
export interface SearchRow {
  record_id: string;
  object: string;
  texts: SearchTexts;
  grams: readonly number[];
}

/** Characters of one text that are found; a long note is found by its beginning. */
const LONGEST = 4_000;

/** Behind the name of a field: no field is called so. */
export const READINGS = '~';

/** Whose the record is. */
export const OWNER = '~owner';

/** Changes with what is indexed, so that an index made otherwise is made anew. */
export const INDEX_FORM = '~by object and owner, and by owner';

/** Fields whose text is found by the search. */
export const searchableFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  Object.values(object.fields).filter(
    (field) => !field.system && field.archived !== true && isStored(field) && traitsOf(field).searchable,
  ),
);

/** undefined when the change touches nothing that is searched, nor whose it is. Deleted records stay in the index; reads leave them out. */
export function searchTexts(object: CatalogObject, { changes, after }: RecordChange): SearchTexts | undefined {
  const fields = searchableFields(object);
  const touched = fields.some((field) => changes[field.name] !== undefined);
  return touched || (changes['owner'] !== undefined && fields.length > 0) ? searchTextsOf(object, after) : undefined;
}

export function searchTextsOf(object: CatalogObject, state: { [field: string]: JsonValue }): SearchTexts {
  const texts: SearchTexts = {};
  for (const field of searchableFields(object)) {
    const text = searchText(expressionValue(field, state[field.name] ?? null));
    if (text === '') continue;
    texts[field.name] = text;
    const readings = readingsOf(text);
    if (readings !== '') texts[field.name + READINGS] = readings;
  }
  const owner = state['owner'];
  if (typeof owner === 'string') texts[OWNER] = owner;
  return texts;
}

/** The texts with the pieces by which they are found. */
export function searchRowOf(object: string, id: string, { [OWNER]: owner, ...texts }: SearchTexts): SearchRow {
  const grams = gramsOfAll(object, Object.values(texts));
  const own = owner === undefined ? [] : ofOwner(grams, owner);
  return { record_id: id, object, texts, grams: [...grams, ...own] };
}

function searchText(value: JsonValue): string {
  const text = Array.isArray(value) ? value.join(' ') : value === null ? '' : String(value);
  return foldText(text.length > LONGEST ? text.slice(0, LONGEST).toWellFormed() : text);
}
