import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { fieldAt, targetOf } from './field-target.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, type: string, to?: string): CompiledField {
  return { kind: 'field', id: name, name, object: 'o', label, type, system: false, origin: 'base', ...(to && { to }) };
}

function object(name: string, fields: CompiledField[]): CompiledObject {
  return {
    kind: 'object',
    id: name,
    name,
    label,
    label_plural: label,
    name_field: 'name',
    origin: 'base',
    managed: false,
    fields: Object.fromEntries(fields.map((each) => [each.name, each])),
    layouts: [],
    views: [],
    rules: [],
  };
}

const model = {
  objects: {
    deal: object('deal', [field('account', 'reference', 'account'), field('owner', 'user'), field('name', 'text')]),
    account: object('account', [field('city', 'text')]),
    user: object('user', [field('email', 'email')]),
  },
};

test('references and users point somewhere, texts do not', () => {
  expect(targetOf(field('account', 'reference', 'account'))).toBe('account');
  expect(targetOf(field('owner', 'user'))).toBe('user');
  expect(targetOf(field('name', 'text'))).toBeUndefined();
  expect(targetOf(field('odd', 'no_such_type'))).toBeUndefined();
});

test('a path leads through references to its field', () => {
  expect(fieldAt(model, 'deal', ['account', 'city'])?.name).toBe('city');
  expect(fieldAt(model, 'deal', ['owner', 'email'])?.type).toBe('email');
  expect(fieldAt(model, 'deal', ['name', 'city'])).toBeUndefined();
  expect(fieldAt(model, 'deal', [])).toBeUndefined();
});
