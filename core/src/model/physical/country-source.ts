import { fieldType, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { Catalog } from '../catalog.ts';
import { fieldsById } from '../fields-by-id.ts';
import type { CountrySource } from './ddl-step.ts';
import { shapeOf } from './shape.ts';
import { readValueText, valueText } from './stored-value.ts';
import type { TableInPlan } from './table-in-plan.ts';

/**
 * Where the records have what the field asks of another field of theirs. Whatever that field is to become in the same
 * release: its values are still those of now. null where it is a new one, which nobody has filled in yet.
 */
export function countrySourceOf(
  { object, country_field }: CompiledField,
  table: TableInPlan,
  catalog: Catalog,
  live: Catalog,
): CountrySource | null {
  const beside = country_field === undefined ? undefined : catalog.object(object).fields[country_field];
  const now = beside && fieldsById(live).get(beside.id);
  const shape = now === undefined ? null : shapeOf(now, live);
  const column = table.columns.find((each) => each.document_id === now?.id && each.shape === shape)?.name;
  return now === undefined || shape === null || column === undefined ? null : { field: now, shape, column };
}

/** SQL of what a record names its country by, as one text; `row` is the alias and its point. */
export function countryText(source: CountrySource | null, row = ''): string {
  return source === null ? 'null' : valueText(source.shape, source.column, row);
}

/** The ISO code in such a text; undefined where it names no country. */
export function readCountry(source: CountrySource | null, text: string | null): string | undefined {
  if (source === null) return undefined;
  const value: JsonValue = readValueText(source.shape, text);
  return value === null ? undefined : fieldType(source.field.type).country?.(value, source.field);
}
