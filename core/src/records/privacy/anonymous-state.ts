import { fieldType, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { codecOf, storageOf } from '../store/field-column.ts';
import type { FieldChanges, RecordChange, RecordState } from '../store/record-changes.ts';
import { stamp } from '../pipeline/stamp.ts';
import { personalFields } from './personal-fields.ts';

/** What stands where somebody stood. */
export const ANONYMOUS = { en: 'Anonymised', zh: '已匿名' };

/**
 * The record without what tells of the person. What it is called by, and a text that must not be empty, says that it was
 * anonymised; everything else personal is empty. Null when there is nothing left to take out.
 */
export function anonymousChange(ctx: AccessContext, object: CatalogObject, state: RecordState): RecordChange | null {
  const after: RecordState = { ...state, ...stamp(ctx) };
  const changes: FieldChanges = {};
  for (const field of personalFields(object)) {
    const value = state[field.name] ?? null;
    const standIn = standInFor(ctx, object, field, String(state['id']));
    if (value === null || (standIn !== null && codecOf(field).same(value, standIn))) continue;
    after[field.name] = standIn;
    // That it was emptied is noted; neither what it was nor what stands in its place.
    changes[field.name] = [null, null];
  }
  if (Object.keys(changes).length === 0) return null;
  return { action: 'update', id: String(state['id']), version: Number(state['version']), after, changes };
}

function standInFor(ctx: AccessContext, object: CatalogObject, field: CompiledField, id: string): JsonValue {
  const isCalled = field.name === object.name_field;
  const mustBe = field.required === true && storageOf(field) === 'text';
  if (!isCalled && !mustBe) return null;
  const { currency, locale, time_zone } = ctx.catalog.model.workspace;
  // The end of the id tells two of them apart, also where the field is unique.
  const parsed = fieldType(field.type).fromText(`${ANONYMOUS[locale]} ${id.slice(-6)}`, field, {
    currency,
    locale,
    time_zone,
  });
  return parsed.ok ? parsed.value : null;
}
