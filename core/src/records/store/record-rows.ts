import type { CompiledField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { CatalogObject, ModelContext } from '../../model/catalog.ts';
import { codecOf, storedFields } from './field-column.ts';
import { parameterName, type Encoded, type RowColumn, type RowParameters } from './row-parameters.ts';
import { worthOf } from './worth.ts';
import type { RecordChange, RecordState } from './record-changes.ts';
import type { Worth } from './storage-codec.ts';

const CREATE_SYSTEM = ['id', 'owner', 'created_at', 'created_by', 'updated_at', 'updated_by'];

/** Columns that some new record fills. */
export function createColumns(object: CatalogObject, creates: readonly RecordChange[]): CompiledField[] {
  const isFilled = ({ name }: CompiledField): boolean => creates.some(({ changes }) => changes[name] !== undefined);
  return storedFields(object).filter((field) => CREATE_SYSTEM.includes(field.name) || isFilled(field));
}

/** What of the rows goes into each physical column. */
export function encodeRows(
  { catalog, now }: ModelContext,
  rows: string,
  {
    fields,
    changes,
    encode,
  }: { fields: readonly CompiledField[]; changes: readonly RecordChange[]; encode: RowParameters['encode'] },
): Record<string, Encoded> {
  const encoded: Record<string, Encoded> = {};
  for (const field of fields) {
    const codec = codecOf(field);
    if (codec.plain === true) {
      const values = changes.map(({ after }) => after[field.name]);
      encoded[parameterName(rows, field.name)] = encode(codec.valueType, values);
      continue;
    }
    let state: RecordState = {};
    const worth: Worth = (amount, currency) => worthOf(catalog.rates, field, state, now)(amount, currency);
    const parts = changes.map(({ after }) => {
      const value = after[field.name] ?? null;
      state = after;
      return value === null ? null : codec.encode(value, worth);
    });
    for (const [index, { suffix, type }] of codec.columns.entries()) {
      const values = parts.map((each) => each?.[index]);
      encoded[parameterName(rows, field.name + suffix)] = encode(type, values);
    }
  }
  return encoded;
}

/** The columns of a table that are behind the fields. */
export function physical(fields: readonly CompiledField[]): RowColumn[] {
  return fields.flatMap((field) =>
    codecOf(field).columns.map((column) => ({ name: field.name + column.suffix, type: column.type })),
  );
}

/** The beginning of an INSERT into the object's table. */
export function insertColumns({ table }: CatalogObject, columns: readonly RowColumn[]): RawBuilder<unknown> {
  return sql`insert into ${sql.id(table.schema, table.name)} (${sql.join(columns.map(({ name }) => sql.id(name)))})`;
}
