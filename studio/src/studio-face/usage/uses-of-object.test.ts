import type { Document } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { usesOfObject } from './uses-of-object.ts';

const label = { en: 'x', zh: 'x' };
const field = (object: string, name: string, to?: string): Document => ({
  kind: 'field',
  id: name,
  name,
  object,
  label,
  type: to === undefined ? 'text' : 'reference',
  ...(to !== undefined && { to }),
});

test('an object is used by what points to it, never by its own parts', () => {
  const documents: Document[] = [
    field('deal', 'account', 'account'),
    field('account', 'parent', 'account'),
    field('account', 'name'),
    { kind: 'role', id: 'r', name: 'sales', label, grants: { account: { read: true } } },
    { kind: 'role', id: 's', name: 'all', label, grants: { '*': { read: true } } },
  ];
  expect(usesOfObject(documents, 'account').map((use) => use.key)).toEqual(['deal.account', 'sales']);
});
