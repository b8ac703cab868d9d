import { expect, test } from 'vitest';
import { sampleField } from '../../../test/sample-model.ts';
import { traitsOf } from '../index.ts';
import { formulaValue } from './formula-value.ts';

const value = (result: string, raw: unknown, scale?: number): unknown =>
  formulaValue(raw, sampleField('formula', { result, ...(scale === undefined ? {} : { scale }) }), { currency: 'CNY' });

test('a formula’s answer becomes a value of its result type', () => {
  expect(value('currency', '1.005')).toEqual({ amount: '1.01', currency: 'CNY' });
  expect(value('decimal', '-1.005')).toBe('-1.01');
  expect(value('decimal', '-0.001')).toBe('0.00');
  expect(value('percent', '12.34567', 4)).toBe('12.3457');
  expect(value('integer', '7')).toBe(7);
  expect(value('integer', 7)).toBe(7);
  expect(value('text', 'x')).toBe('x');
  expect(value('boolean', false)).toBe(false);
  expect(value('date', null)).toBeNull();
});

test('a formula has the traits of its result, but nobody writes it', () => {
  const traits = traitsOf(sampleField('formula', { result: 'currency' }));
  expect(traits).toMatchObject({ summable: true, sortable: true, computed: true, unique: false, searchable: false });
});
