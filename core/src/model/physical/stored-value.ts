import { instantText, type JsonValue, type StorageKind } from '@stratacrm/sdk';
import { columnParts, storageOf, type Shape } from './shape.ts';
import { identifier } from './sql-text.ts';

/** How the canonical value of a column is told as one text, and read from it. */
interface ValueText {
  /** SQL over the quoted columns of the shape, in their order. */
  sql(columns: readonly string[]): string;
  read(text: string): JsonValue;
}

const plain: ValueText = { sql: ([column]) => `${column}::text`, read: (text) => text };
const whole: ValueText = { ...plain, read: Number };
const json: ValueText = { sql: (columns) => `to_json(${columns.at(-1)})::text`, read: JSON.parse };

const texts: Readonly<Partial<Record<StorageKind, ValueText>>> = {
  text: plain,
  uuid: plain,
  decimal: plain,
  date: plain,
  bigint: whole,
  boolean: { ...plain, read: (text) => text === 'true' },
  time: { sql: ([column]) => `regexp_replace(${column}::text, '^(..:..):00$', '\\1')`, read: (text) => text },
  timestamptz: {
    sql: ([column]) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    read: (text) => instantText(Date.parse(text)),
  },
  money: {
    sql: ([amount, currency]) =>
      `case when ${amount} is not null then json_build_object('amount', ${amount}::text, 'currency', ${currency})::text end`,
    read: JSON.parse,
  },
  pointer: {
    sql: ([id, object]) =>
      `case when ${id} is not null then json_build_object('id', ${id}, 'object', ${object})::text end`,
    read: JSON.parse,
  },
};

/** SQL of the value in a column of this shape as one text; null where there is none. */
export function valueText(shape: Shape, name: string, row = ''): string {
  const columns = columnParts(shape).map(({ suffix }) => row + identifier(name + suffix));
  return (texts[storageOf(shape)] ?? json).sql(columns);
}

/** The canonical value out of such a text. */
export function readValueText(shape: Shape, text: string | null): JsonValue {
  return text === null ? null : (texts[storageOf(shape)] ?? json).read(text);
}
