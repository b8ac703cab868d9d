import { defineObject, field, label } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { testCatalog } from '../../testing/test-catalog.ts';
import { hierarchyProblems } from './hierarchy-problems.ts';

const text = (en: string) => label(en, en);
const reference = (to: string, hierarchy: boolean) =>
  ({ type: 'reference', label: text(to), to, on_delete: 'clear', hierarchy }) as const;

const catalog = testCatalog([
  ...defineObject('account', {
    label: text('Account'),
    plural: text('Accounts'),
    fields: {
      name: field.text(text('Name')),
      parent: reference('account', true),
      payer: reference('account', true),
      partner: reference('account', false),
    },
  }),
  ...defineObject('contact', {
    label: text('Contact'),
    plural: text('Contacts'),
    fields: { name: field.text(text('Name')), account: reference('account', true) },
  }),
]);

const needs = (object: string, name: string) =>
  hierarchyProblems(catalog, catalog.object(object).fields[name]!).map(({ code, params }) => [
    code,
    (params!['needs'] as { en: string }).en,
  ]);

test('a hierarchy is one reference of an object to itself', () => {
  expect(needs('account', 'parent')).toEqual([]);
  expect(needs('account', 'partner')).toEqual([]);
  expect(needs('account', 'payer')).toEqual([['unsuitable_field', 'the only hierarchy of its object']]);
  expect(needs('contact', 'account')).toEqual([['unsuitable_field', 'a reference to its own object']]);
});
