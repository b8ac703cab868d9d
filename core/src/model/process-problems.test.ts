import type { ProcessDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import type { Catalog } from './catalog.ts';
import { processProblems } from './process-problems.ts';

const catalog = { workflows: new Map() } as unknown as Catalog;
const process = (name: string, field: string, rest: Partial<ProcessDocument> = {}): ProcessDocument => ({
  kind: 'process',
  id: name,
  name,
  label: { en: name, zh: name },
  object: 'deal',
  field,
  stages: [{ id: 'a', category: 'open' }],
  ...rest,
});
const problems = (...documents: ProcessDocument[]) =>
  processProblems(documents, catalog).map(({ key, path, code }) => `${key} ${path} ${code}`);

test('an object may have several processes, each on a field of its own', () => {
  expect(problems(process('one', 'stage'), process('two', 'payment', { leads: true }))).toEqual([]);
  expect(problems(process('one', 'stage'), process('two', 'stage'))).toEqual(['two field second_process']);
  expect(problems(process('one', 'stage'), process('two', 'stage', { object: 'case' }))).toEqual([]);
});

test('one of them leads, and each time limit is of one', () => {
  const leading = (name: string, field: string) => process(name, field, { leads: true });
  expect(problems(leading('one', 'stage'), leading('two', 'payment'))).toEqual(['two leads second_leading_process']);
  const timed = (name: string, field: string) => process(name, field, { stage_clock: { field: 'since' } });
  expect(problems(timed('one', 'stage'), timed('two', 'payment'))).toEqual(['two stage_clock.field duplicate_entry']);
});
