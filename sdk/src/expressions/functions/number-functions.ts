import { Decimal } from 'decimal.js';
import { compareText } from '../text-order.ts';
import type { ExpressionFunction } from './expression-function.ts';

const int = { type: 'int' } as const;

export const numberFunctions = {
  abs: {
    parameters: [{ name: 'number', kind: 'number' }],
    result: 'number_of_first',
    doc: { en: 'The number without its sign.', zh: '绝对值。' },
    example: 'abs(record.amount) > 100',
    compute: ([value]) => (value as Decimal).abs(),
  },
  round: {
    parameters: [
      { name: 'number', kind: 'number' },
      { name: 'digits', kind: 'digits', optional: true },
    ],
    result: { type: 'decimal' },
    doc: {
      en: 'Rounded to so many digits after the point (none by default); a half goes away from zero.',
      zh: '四舍五入到指定小数位，默认取整。',
    },
    example: 'round(record.amount * 0.06, 2) > 100',
    compute: ([value, digits]) =>
      (value as Decimal).toDecimalPlaces(
        digits === undefined ? 0 : (digits as Decimal).toNumber(),
        Decimal.ROUND_HALF_UP,
      ),
  },
  floor: {
    parameters: [{ name: 'number', kind: 'number' }],
    result: int,
    doc: { en: 'The next whole number below.', zh: '向下取整。' },
    example: 'floor(record.amount / 1000) == 3',
    compute: ([value]) => (value as Decimal).floor(),
  },
  ceil: {
    parameters: [{ name: 'number', kind: 'number' }],
    result: int,
    doc: { en: 'The next whole number above.', zh: '向上取整。' },
    example: 'ceil(record.amount / 1000) == 4',
    compute: ([value]) => (value as Decimal).ceil(),
  },
  min: {
    parameters: [
      { name: 'value', kind: 'same_ordered' },
      { name: 'value', kind: 'same_ordered' },
    ],
    variadic: true,
    takesNull: true,
    result: 'same',
    doc: { en: 'The least of the values; missing ones do not count.', zh: '最小值，空值不计。' },
    example: 'min(record.amount, 1000) > 10',
    compute: (values) => extreme(values, -1),
  },
  max: {
    parameters: [
      { name: 'value', kind: 'same_ordered' },
      { name: 'value', kind: 'same_ordered' },
    ],
    variadic: true,
    takesNull: true,
    result: 'same',
    doc: { en: 'The greatest of the values; missing ones do not count.', zh: '最大值，空值不计。' },
    example: 'max(record.amount, 0) > 10',
    compute: (values) => extreme(values, 1),
  },
  coalesce: {
    parameters: [
      { name: 'value', kind: 'same' },
      { name: 'otherwise', kind: 'same' },
    ],
    variadic: true,
    takesNull: true,
    result: 'same',
    doc: { en: 'The first of the values that is not missing.', zh: '第一个非空的值。' },
    example: 'coalesce(record.amount, 0) >= 0',
    compute: (values) => values.find((value) => value !== null) ?? null,
  },
} satisfies Record<string, ExpressionFunction>;

function extreme(values: readonly unknown[], sign: 1 | -1): unknown {
  let found: unknown = null;
  for (const value of values) {
    if (value !== null && (found === null || Math.sign(compareOrdered(value, found)) === sign)) found = value;
  }
  return found;
}

/** Orders two values of one ordered type. */
export function compareOrdered(left: unknown, right: unknown): number {
  if (typeof left === 'string') return compareText(left, right as string);
  return typeof left === 'number' ? left - (right as number) : (left as Decimal).cmp(right as Decimal);
}
