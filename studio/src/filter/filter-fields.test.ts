import { expect, it } from 'vitest';
import type { CompiledField } from '@stratacrm/sdk';
import { sampleModel } from '../../../sdk/test/sample-model.ts';
import type { ConditionModel } from './condition-model.ts';
import { askedField, comparablePaths, conditionPaths, operatorsOf } from './filter-fields.ts';
import { isComplete, sourcesOf } from './value-source.ts';

/** All there is of the sample, as in a rule. */
const model: ConditionModel = {
  objects: () => sampleModel.objects,
  fields: ({ fields }) => Object.values(fields),
  form: () => 'record',
  stored: () => false,
};
const deal = sampleModel.objects['opportunity']!;

const field = (type: string, more: Partial<CompiledField> = {}): CompiledField => ({
  kind: 'field',
  id: type,
  name: 'x',
  label: { en: 'X', zh: 'X' },
  object: 'thing',
  type,
  system: false,
  origin: 'test',
  ...more,
});

it.each(['person_name', 'address', 'rich_text', 'tags'])('a condition on %s asks for one text', (type) => {
  expect(askedField(field(type)).type).toBe('text');
});

it.each(['text', 'duration', 'time', 'date', 'color', 'select', 'currency'])(
  'one on %s asks for a value of it',
  (type) => {
    const asked = field(type);
    expect(askedField(asked)).toBe(asked);
  },
);

it('asks about fields, parts of values, what is referred to and whose it is', () => {
  const paths = conditionPaths(model, deal);
  expect(paths).toEqual(expect.arrayContaining(['amount', 'address.city', 'account.industry', 'account.owner']));
  expect(conditionPaths(model, sampleModel.objects['account']!)).toContain('related("opportunity.account")');
});

it('compares a field with others like it, and asks of a save only where there is one', () => {
  expect(comparablePaths(model, deal, 'amount')).toEqual(expect.arrayContaining(['probability', 'discount']));
  expect(comparablePaths(model, deal, 'amount')).not.toEqual(expect.arrayContaining(['amount', 'name']));
  const names = (stored: boolean): string[] =>
    operatorsOf({ ...model, stored: () => stored }, deal, deal.fields['stage']!).map(({ name }) => name);
  expect(names(false)).toContain('has_changed');
  expect(names(true)).not.toContain('has_changed');
});

it('offers what a value is compared with, and keeps what a condition came with', () => {
  const of = (type: string, form: 'filter' | 'record', now: 'value' | 'expression' = 'value'): string[] =>
    sourcesOf({ field: field(type), form, others: true, now });
  expect(of('date', 'filter')).toEqual(['value', 'today', 'field']);
  expect(of('text', 'filter')).toEqual(['value']);
  expect(of('text', 'record', 'expression')).toEqual(['value', 'field', 'expression']);
});

it('is complete with all that its operator wants', () => {
  expect(isComplete('distance', [31.2, 121.5, null])).toBe(false);
  expect(isComplete('distance', [31.2, 121.5, '50'])).toBe(true);
  expect(isComplete('range', ['1'])).toBe(false);
  expect(isComplete('value', [{ field: 'amount' }])).toBe(true);
});
