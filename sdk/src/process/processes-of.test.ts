import { expect, test } from 'vitest';
import type { ProcessDocument } from '../documents/process.ts';
import { ledFirst, processOn, processesOf } from './processes-of.ts';

const process = (name: string, field: string, rest: Partial<ProcessDocument> = {}): ProcessDocument => ({
  kind: 'process',
  id: name,
  name,
  label: { en: name, zh: name },
  object: 'o',
  field,
  stages: [],
  ...rest,
});
const [stage, payment, rating] = [process('a', 'stage'), process('b', 'payment'), process('c', 'rating')];
const names = (all: readonly ProcessDocument[]): string => all.map(({ name }) => name).join('');

test('the first leads unless another says so, or led before', () => {
  expect(names(ledFirst([stage, payment, rating]))).toBe('abc');
  expect(names(ledFirst([stage, payment, { ...rating, leads: true }]))).toBe('cab');
  expect(names(ledFirst([stage, payment, rating], 'b'))).toBe('bac');
  expect(names(ledFirst([stage, payment, { ...rating, leads: true }], 'b'))).toBe('cab');
  expect(ledFirst([])).toEqual([]);
});

test('a field has one', () => {
  expect(names(ledFirst([stage, process('d', 'stage', { leads: true })]))).toBe('a');
  expect(names(processesOf({ process: stage, side_processes: [payment] }))).toBe('ab');
  expect(processesOf({})).toEqual([]);
  expect(processOn({ process: stage, side_processes: [payment] }, 'payment')).toBe(payment);
  expect(processOn({ process: stage }, 'payment')).toBeUndefined();
});
