import { expect, it } from 'vitest';
import type { FieldDocument } from '../documents/field.ts';
import type { JsonValue } from '../json.ts';
import { convertValue } from './convert-value.ts';

const context = { locale: 'en', time_zone: 'Asia/Shanghai', currency: 'CNY' } as const;

function field(type: string, more: Partial<FieldDocument> = {}): FieldDocument {
  return { kind: 'field', id: '', object: 'x', name: type, label: { en: type, zh: type }, type, ...more };
}

const option = (value: string, en: string, zh: string) => ({ value, label: { en, zh } });
const options = [option('a_1', 'North, east', '东北'), option('b_1', 'South', '南')];
const select = field('select', { options });
const several = field('multi_select', { options });

/** What a value becomes; the code of what is wrong where it does not convert. */
function converted(value: JsonValue, from: FieldDocument | string, to: FieldDocument | string): JsonValue {
  const of = (each: FieldDocument | string): FieldDocument => (typeof each === 'string' ? field(each) : each);
  const result = convertValue(value, of(from), of(to), context);
  return result.ok ? result.value : `! ${result.code}`;
}

it.each<[JsonValue, FieldDocument | string, FieldDocument | string, JsonValue]>([
  ['12', 'text', 'integer', 12],
  ['1,234.5', 'text', 'decimal', '1234.50'],
  ['twelve', 'text', 'integer', '! invalid_format'],
  ['2026年11月21日', 'text', 'date', '2026-11-21'],
  ['12.5%', 'text', 'percent', '12.50'],
  ['¥1,234.50', 'text', 'currency', { amount: '1234.50', currency: 'CNY' }],
  ['USD 12', 'text', 'currency', { amount: '12.00', currency: 'USD' }],
  ['Foo@Bar.cn', 'text', 'email', 'foo@bar.cn'],
  ['nobody', 'text', 'email', '! invalid_format'],
  ['+86 138 1234 5678', 'text', 'phone', '+8613812345678'],
  ['south', 'text', select, 'b_1'],
  ['东北', 'text', select, 'a_1'],
  ['West', 'text', select, '! not_an_option'],
  ['a; b', 'text', 'tags', ['a', 'b']],
  ['  ', 'text', 'integer', null],
  [null, 'text', 'integer', null],
  ['12.00', 'decimal', 'integer', 12],
  ['12.50', 'decimal', 'integer', '! invalid_format'],
  ['12.5', 'decimal', 'percent', '12.50'],
  ['12.50', 'percent', 'decimal', '12.50'],
  ['12.50', 'percent', 'text', '12.50%'],
  [7, 'integer', 'decimal', '7.00'],
  [7, 'integer', 'rating', '! out_of_range'],
  [5_400_000, 'duration', 'text', '1 h 30 min'],
  [5_400_000, 'duration', 'integer', 5_400_000],
  ['1 h 30 min', 'text', 'duration', 5_400_000],
  [true, 'boolean', 'text', 'true'],
  [true, 'boolean', 'integer', 1],
  ['是', 'text', 'boolean', true],
  [{ amount: '12.50', currency: 'CNY' }, 'currency', 'decimal', '12.50'],
  [{ amount: '12.50', currency: 'USD' }, 'currency', 'decimal', '! invalid_format'],
  [{ amount: '12.50', currency: 'USD' }, 'currency', 'text', '12.50 USD'],
  ['2026-11-21T17:30:00Z', 'datetime', 'date', '2026-11-22'],
  ['2026-11-21T17:30:00Z', 'datetime', 'time', '01:30'],
  ['2026-11-21T17:30:00Z', 'datetime', 'text', '2026-11-22 01:30'],
  ['2026-11-21T17:30:00Z', 'datetime', 'duration', '! invalid_format'],
  ['2026-11-22', 'date', 'datetime', '2026-11-21T16:00:00Z'],
  ['a_1', select, 'text', 'North, east'],
  ['a_1', select, several, ['a_1']],
  [['a_1'], several, select, 'a_1'],
  [['a_1', 'b_1'], several, select, '! not_an_option'],
  [['a_1', 'b_1'], several, 'tags', ['North, east', 'South']],
  [['South', '东北'], 'tags', several, ['a_1', 'b_1']],
  [['South', 'West'], 'tags', several, '! not_an_option'],
  [['x', 'y'], 'tags', 'text', 'x, y'],
  [{ family: 'Smith', given: 'Anna' }, 'person_name', 'text', 'Anna Smith'],
  ['王芳', 'text', 'person_name', { family: '王', given: '芳' }],
  ['<p>Hello</p>', 'rich_text', 'text', 'Hello'],
  [{ a: [1] }, 'json', 'text', '{"a":[1]}'],
])('%j of %o is in %o %j', (value, from, to, expected) => {
  expect(converted(value, from, to)).toEqual(expected);
});
