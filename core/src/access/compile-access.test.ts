import { defineObject, defineRole, field, label, type DocumentDraft, type ObjectGrant } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { testCatalog } from '../../testing/test-catalog.ts';
import { compileAccess } from './compile-access.ts';

const text = label('Text', '文本');

function role(name: string, grants: Record<string, ObjectGrant>, rights: 'configure'[] = []): DocumentDraft {
  return defineRole({ name, label: text, grants, rights });
}

const catalog = testCatalog([
  ...defineObject('deal', {
    label: text,
    plural: text,
    fields: { name: field.text(text), amount: field.integer(text), cost: field.integer(text) },
  }),
  ...defineObject('secret', { label: text, plural: text, fields: { name: field.text(text) } }),
  role('own', { deal: { create: true, read: 'record.owner == user.id', update: 'record.owner == user.id' } }),
  role('big', { deal: { read: 'record.amount > 100', fields: { '*': 'read', cost: 'none' } } }),
  role('all', { '*': { read: true } }, ['configure']),
  role('all_but_deals', { '*': { read: true }, deal: {} }),
  role('broken', { deal: { read: 'record.no_such_field == 1' } }),
  role('named_only', { deal: { read: true, fields: { amount: 'read' } } }),
  role('greedy', { '*': { create: true, read: true, update: true, delete: true } }),
]);

const kinds = (roles: string[], object = 'deal', verb: 'read' | 'update' | 'delete' | 'create' = 'read') =>
  compileAccess(catalog, roles).permission(object, verb).kind;

describe('what roles allow with an object', () => {
  it('is nothing without a role, and nothing for a role that is not there', () => {
    expect(kinds([])).toBe('no');
    expect(kinds(['no_such_role'])).toBe('no');
  });

  it('adds up: every row rule of every role, and all rows as soon as one role gives all', () => {
    const permission = compileAccess(catalog, ['own', 'big']).permission('deal', 'read');
    expect(permission.kind === 'rows' && permission.rules.map((rule) => rule.source).sort()).toEqual([
      'record.amount > 100',
      'record.owner == user.id',
    ]);
    expect(kinds(['own', 'big', 'all'])).toBe('all');
  });

  it('takes the grant for every object only where the role does not name the object', () => {
    expect(kinds(['all_but_deals'], 'secret')).toBe('all');
    expect(kinds(['all_but_deals'], 'deal')).toBe('no');
  });

  it('denies what a rule that does not check would have allowed', () => {
    expect(kinds(['broken'])).toBe('no');
  });

  it('lets everybody read users and teams, and nobody change them as records', () => {
    expect(kinds([], 'user')).toBe('all');
    expect(kinds([], 'team')).toBe('all');
    expect(kinds(['greedy'], 'user', 'update')).toBe('no');
    expect(kinds(['greedy'], 'team', 'create')).toBe('no');
  });

  it('knows no object that is not in the model, whatever its name', () => {
    expect(kinds(['all'], 'no_such_object')).toBe('no');
    expect(kinds(['all'], 'constructor')).toBe('no');
    expect(kinds(['all'], '__proto__')).toBe('no');
  });
});

describe('what roles allow with a field', () => {
  const field = (roles: string[], name: string) => compileAccess(catalog, roles).field('deal', name);

  it('is the best that any role with a grant on the object gives', () => {
    expect(field(['big'], 'cost')).toBe('none');
    expect(field(['own'], 'cost')).toBe('edit');
    expect(field(['own', 'big'], 'cost')).toBe('edit');
    expect(field(['big'], 'amount')).toBe('read');
  });

  it('denies a field that no grant names, but never the identity of a record', () => {
    expect(field(['named_only'], 'cost')).toBe('none');
    expect(field(['named_only'], 'amount')).toBe('read');
    expect(field(['named_only'], 'id')).toBe('read');
    expect(field(['named_only'], 'version')).toBe('read');
  });

  it('lets nobody edit what the platform sets, but the owner', () => {
    expect(field(['greedy'], 'created_at')).toBe('read');
    expect(field(['greedy'], 'id')).toBe('read');
    expect(field(['greedy'], 'owner')).toBe('edit');
  });

  it('knows no field that is not in the model', () => {
    expect(field(['greedy'], 'constructor')).toBe('none');
    expect(field(['greedy'], 'toString')).toBe('none');
  });
});

describe('a profile', () => {
  it('is made once per set of roles, in whatever order', () => {
    expect(compileAccess(catalog, ['own', 'big'])).toBe(compileAccess(catalog, ['big', 'own', 'own']));
    expect(compileAccess(catalog, ['own']).key).not.toBe(compileAccess(catalog, ['big']).key);
  });

  it('has the rights of any of its roles', () => {
    expect(compileAccess(catalog, ['own', 'all']).right('configure')).toBe(true);
    expect(compileAccess(catalog, ['own']).right('configure')).toBe(false);
  });
});
