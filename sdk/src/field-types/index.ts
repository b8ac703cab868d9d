import { StrataError } from '../errors/strata-error.ts';
import type { FieldDocument, Sensitivity } from '../documents/field.ts';
import type { JsonValue } from '../json.ts';
import { didYouMean } from '../suggestion.ts';
import type { ChildList, FieldTraits, FieldType, Relation, StorageKind } from './field-type.ts';
import { address } from './address/address.ts';
import { autoNumber } from './auto-number/auto-number.ts';
import { boolean } from './boolean/boolean.ts';
import { children } from './children/children.ts';
import { color } from './color/color.ts';
import { currency } from './currency/currency.ts';
import { date } from './date/date.ts';
import { datetime } from './datetime/datetime.ts';
import { deadline } from './deadline/deadline.ts';
import { decimal } from './decimal/decimal.ts';
import { duration } from './duration/duration.ts';
import { email } from './email/email.ts';
import { file } from './file/file.ts';
import { formula } from './formula/formula.ts';
import { geolocation } from './geolocation/geolocation.ts';
import { image } from './image/image.ts';
import { integer } from './integer/integer.ts';
import { json } from './json/json.ts';
import { longText } from './long-text/long-text.ts';
import { multiReference } from './multi-reference/multi-reference.ts';
import { multiSelect } from './multi-select/multi-select.ts';
import { percent } from './percent/percent.ts';
import { personName } from './person-name/person-name.ts';
import { phone } from './phone/phone.ts';
import { polymorphicReference } from './polymorphic-reference/polymorphic-reference.ts';
import { rating } from './rating/rating.ts';
import { reference } from './reference/reference.ts';
import { richText } from './rich-text/rich-text.ts';
import { rollup } from './rollup/rollup.ts';
import { select } from './select/select.ts';
import { tags } from './tags/tags.ts';
import { team } from './team/team.ts';
import { text } from './text/text.ts';
import { time } from './time/time.ts';
import { url } from './url/url.ts';
import { user } from './user/user.ts';

/** Every field type, in the order in which they are offered. */
export const FIELD_TYPES: readonly FieldType[] = [
  text,
  longText,
  richText,
  integer,
  decimal,
  currency,
  percent,
  boolean,
  date,
  datetime,
  time,
  duration,
  select,
  multiSelect,
  tags,
  rating,
  color,
  personName,
  email,
  phone,
  url,
  address,
  geolocation,
  reference,
  multiReference,
  polymorphicReference,
  children,
  user,
  team,
  file,
  image,
  json,
  autoNumber,
  deadline,
  formula,
  rollup,
];

const byName = new Map(FIELD_TYPES.map((type) => [type.name, type]));

/** The field type of that name; throws `unknown_field_type`, with a suggestion. */
export function fieldType(name: string): FieldType {
  const found = byName.get(name);
  if (found === undefined)
    throw new StrataError('unknown_field_type', { type: name, suggestion: didYouMean(name, byName.keys()) });
  return found;
}

export function isFieldType(name: string): boolean {
  return byName.has(name);
}

/** What can be done with the field. */
export function traitsOf(field: FieldDocument): FieldTraits {
  const { traits } = fieldType(field.type);
  return typeof traits === 'function' ? traits(field, fieldType) : traits;
}

/** How the field's values are kept; those of a roll-up as a field of its result type keeps them. */
export function storageOf(field: Pick<FieldDocument, 'type' | 'result'>): StorageKind {
  const { storage } = fieldType(field.type);
  return storage === 'result' ? storageOf({ type: field.result ?? 'integer' }) : storage;
}

/** Which records the field's values point to; undefined where they point to none. */
export function relationOf(field: FieldDocument): Relation | undefined {
  return isFieldType(field.type) ? fieldType(field.type).relation?.(field) : undefined;
}

/** The child records the field stands for; undefined for a field with a value of its own. */
export function childListOf(field: FieldDocument): ChildList | undefined {
  return isFieldType(field.type) ? fieldType(field.type).childList?.(field) : undefined;
}

/** Whether its values tell of a person: as its sensitivity says, or as its type suggests where that says nothing. */
export function isPersonal(field: FieldDocument): boolean {
  // Secret is more than personal, and a telephone number stays one.
  if (field.sensitivity === undefined || field.sensitivity === 'secret') return traitsOf(field).personal;
  return field.sensitivity === 'personal';
}

/** What becomes of its values when they get out: what the field says, else what its type suggests. */
export function sensitivityOf(field: FieldDocument): Sensitivity {
  return field.sensitivity ?? (traitsOf(field).personal ? 'personal' : 'internal');
}

/** The one text that a value is in expressions, search and order; a value without such a text is its own. */
export function expressionValue(field: Pick<FieldDocument, 'type'>, value: JsonValue): JsonValue {
  return value === null ? null : (fieldType(field.type).text?.(value) ?? value);
}
