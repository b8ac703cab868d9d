import { expect, it } from 'vitest';
import type { CompiledField } from '@stratacrm/sdk';
import { askedField } from './filter-fields.ts';

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
