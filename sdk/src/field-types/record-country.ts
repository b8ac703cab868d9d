import type { FieldDocument } from '../documents/field.ts';
import type { JsonValue } from '../json.ts';
import type { ValueContext } from './field-type.ts';
import { fieldType } from './index.ts';

/**
 * The context in which a value of this record is read: with the country that the record itself names, where the field
 * asks another field for it. `fields` are those of its object by name; what is not among them is not asked.
 */
export function contextBeside(
  context: ValueContext,
  field: FieldDocument,
  fields: Readonly<Record<string, FieldDocument>>,
  record: { readonly [field: string]: JsonValue | undefined },
): ValueContext {
  const name = field.country_field;
  const beside = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  const value = beside === undefined ? undefined : record[beside.name];
  if (beside === undefined || value === undefined || value === null) return context;
  const record_country = fieldType(beside.type).country?.(value, beside);
  return record_country === undefined ? context : { ...context, record_country };
}
