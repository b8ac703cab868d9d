import type { JsonValue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';
import { arrayBytes, hasBytes } from './array-bytes.ts';
import { arrayText, arrayType, isArray, valueText } from './array-text.ts';

/** A column of rows that are given to a statement. */
export interface RowColumn {
  readonly name: string;
  readonly type: string;
}

/** A parameter: as a text, or in PostgreSQL's own form. */
export type Encoded = string | Buffer | null;

/** How rows are given to a statement as parameters, one for each column. */
export interface RowParameters {
  /** The parameter of a column. */
  encode(type: string, values: readonly (JsonValue | undefined)[]): Encoded;
  /** The rows, as `r`, for FROM. */
  rows(name: string, columns: readonly RowColumn[]): RawBuilder<unknown>;
}

/** Any number of rows, each column as an array. */
const manyRows: RowParameters = {
  encode: (type, values) => (hasBytes(type) ? arrayBytes(type, values) : arrayText(type, values)),
  rows: (name, columns) => sql`unnest(${parametersOf(name, columns, arrayType)}) as r(${namesOf(columns)})`,
};

/** One row, each value as it is: as arrays of one each PostgreSQL took half as long again to store it. */
const oneRow: RowParameters = {
  encode: (type, [value]) => valueText(type, value),
  rows: (name, columns) =>
    sql`(values (${parametersOf(name, columns, (type) => (isArray(type) ? 'text' : type))})) as r(${namesOf(columns)})`,
};

export function rowParameters(single: boolean): RowParameters {
  return single ? oneRow : manyRows;
}

/** The parameter of a column of these rows. */
export function parameterName(rows: string, column: string): string {
  return `${rows} ${column}`;
}

/** A value of such a row; one that is a list itself comes as a text. */
export function valueOf({ name, type }: RowColumn): RawBuilder<unknown> {
  return isArray(type) ? sql`${sql.id('r', name)}::${sql.raw(type)}` : sql`${sql.id('r', name)}`;
}

function parametersOf(rows: string, columns: readonly RowColumn[], typeOf: (type: string) => string) {
  return sql.join(columns.map(({ name, type }) => sql`${given(parameterName(rows, name))}::${sql.raw(typeOf(type))}`));
}

function namesOf(columns: readonly RowColumn[]): RawBuilder<unknown> {
  return sql.join(columns.map(({ name }) => sql.id(name)));
}
