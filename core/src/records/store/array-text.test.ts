import { beforeAll, expect, test } from 'vitest';
import type { JsonValue } from '@stratacrm/sdk';
import { testDatabase } from '../../../testing/index.ts';
import type { Database } from '../../kernel/database.ts';
import { arrayBytes, hasBytes, integerBytes } from './array-bytes.ts';
import { arrayText, arrayType, isArray, valueText } from './array-text.ts';

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});

const ODD = [
  '',
  ' ',
  'null',
  'NULL',
  '"',
  '\\',
  '\\"',
  '{a,b}',
  'a,b',
  'line\nbreak\ttab',
  '张三 ',
  '𝒜',
  "'",
  'ü',
  '\u0001',
];

test.each<[string, JsonValue[]]>([
  ['text', [...ODD, null]],
  ['jsonb', [...ODD, null, 1, true, { a: ODD, 'b"': { c: null } }, [[1], ['x']]]],
  ['text[]', [ODD, [], null, ['one']]],
  ['bigint', [0, -1, 9_007_199_254_740_991, null]],
  ['boolean', [true, false, null]],
])('PostgreSQL reads a column of %s as it was', async (type, values) => {
  const cast = isArray(type) ? `r.value::${type}` : 'r.value';
  const { rows } = await database.query<{ value: JsonValue }>(
    `select to_jsonb(${cast}) as value from unnest($1::${arrayType(type)}) with ordinality as r(value, place) order by place`,
    [arrayText(type, values)],
  );
  expect(rows.map((row) => row.value)).toEqual(values);
});

test.each<[string, JsonValue[]]>([
  ['text', [...ODD, null, 'x'.repeat(100_000)]],
  ['text', [null]],
  ['jsonb', [...ODD, null, 1, true, { a: ODD, 'b"': { c: null } }, [[1], ['x']]]],
])('PostgreSQL reads a column of %s in its own form as it was', async (type, values) => {
  expect(hasBytes(type)).toBe(true);
  const { rows } = await database.query<{ value: JsonValue }>(
    `select to_jsonb(r.value) as value from unnest($1::${type}[]) with ordinality as r(value, place) order by place`,
    [arrayBytes(type, values)],
  );
  expect(rows.map((row) => row.value)).toEqual(values);
});

test('PostgreSQL reads a column of whole numbers in its own form as it was', async () => {
  const values = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 65_537];
  const text = 'select to_jsonb($1::integer[]) as value, to_jsonb($2::integer[]) as none';
  const { rows } = await database.query(text, [integerBytes(values), integerBytes([])]);
  expect(rows).toEqual([{ value: values, none: [] }]);
});

test.each<[string, JsonValue[]]>([
  ['text', [...ODD, null]],
  ['jsonb', [...ODD, null, { a: ODD, 'b"': { c: null } }]],
  ['text[]', [ODD, [], null, ['one']]],
  ['bigint', [0, 9_007_199_254_740_991, null]],
  ['boolean', [true, false, null]],
])('PostgreSQL reads one value of %s as it was', async (type, values) => {
  for (const value of values) {
    const text = `select to_jsonb($1::${type}) as value`;
    const { rows } = await database.query<{ value: JsonValue }>(text, [valueText(type, value)]);
    expect(rows[0]!.value).toEqual(value);
  }
});
