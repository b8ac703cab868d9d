import { fieldType, type FieldDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { missingSettings, nextHue, typeThatHolds, withProperty } from './new-field.ts';

const field: FieldDocument = {
  kind: 'field',
  id: '1',
  name: 'tier',
  object: 'account',
  type: 'text',
  label: { en: 'Tier', zh: '等级' },
};

test('a reference needs its object, a text needs nothing', () => {
  expect(missingSettings({ type: 'reference' }).map((setting) => setting.name)).toContain('to');
  expect(missingSettings({ type: 'reference', to: 'account' })).toEqual([]);
  expect(missingSettings(field)).toEqual([]);
});

test('an empty value takes the property out, false stays where it says something', () => {
  expect(withProperty(field, 'max_length', 20)).toMatchObject({ max_length: 20 });
  expect(withProperty({ ...field, max_length: 20 }, 'max_length', '')).not.toHaveProperty('max_length');
  expect(withProperty({ ...field, required: true }, 'required', false)).toMatchObject({ required: false });
});

test('new options differ in hue', () => {
  const option = { value: 'a', label: { en: 'A', zh: '' } };
  expect(nextHue([])).not.toBe(nextHue([option]));
});

test('what a formula gives is told by its expression', () => {
  const gives = fieldType('formula').settings.find((setting) => setting.type === 'field_type')!;
  const told = (type: 'int' | 'text' | 'timestamp' | 'dyn') => typeThatHolds(gives, { type }, field);
  expect([told('int'), told('text'), told('timestamp'), told('dyn')]).toEqual([
    'integer',
    'text',
    'datetime',
    undefined,
  ]);
});
