import { expect, test } from 'vitest';
import {
  CHOICES,
  choiceOf,
  fieldPermission,
  otherFields,
  permissionOf,
  ROW_RULES,
  withField,
  withOthers,
  withVerb,
} from './grants.ts';

test('every choice but one of one’s own is read back as itself', () => {
  for (const choice of CHOICES.filter((each) => each !== 'custom')) {
    expect(choiceOf(permissionOf(choice, undefined))).toBe(choice);
  }
  expect(choiceOf('record.stage == "won"')).toBe('custom');
});

test('a condition of one’s own begins as what was there', () => {
  expect(permissionOf('custom', ROW_RULES.team)).toBe(ROW_RULES.team);
  expect(permissionOf('custom', true)).toBe(ROW_RULES.own);
});

test('what is not granted is not written down', () => {
  expect(withVerb({ read: true, update: true }, 'update', false)).toEqual({ read: true });
  expect(withVerb({}, 'read', 'record.x')).toEqual({ read: 'record.x' });
});

const plain = (name: string) => ({ name, system: false });
const secret = { name: 'salary', system: false, sensitivity: 'secret' as const };

test('fields follow the rule for all others unless set', () => {
  const grant = withField(
    withOthers({ read: true }, 'read', () => false),
    plain('cost'),
    'none',
  );
  expect(grant.fields).toEqual({ '*': 'read', cost: 'none' });
  expect(fieldPermission(grant, plain('cost'))).toBe('none');
  expect(fieldPermission(grant, plain('name'))).toBe('read');
  expect(withField(grant, plain('cost'), 'read').fields).toEqual({ '*': 'read' });
  expect(withField({ read: true }, plain('cost'), 'edit')).toEqual({ read: true });
  expect(withOthers(grant, 'none', () => false).fields).toEqual({ '*': 'none' });
  expect(otherFields(grant)).toBe('read');
});

test('to hide one field hides no other', () => {
  const grant = withField({ read: true }, plain('cost'), 'none');
  expect(grant.fields).toEqual({ '*': 'edit', cost: 'none' });
  expect(fieldPermission(grant, plain('name'))).toBe('edit');
  expect(withField(grant, plain('cost'), 'edit')).toEqual({ read: true });
});

test('a secret field is masked until a role names it', () => {
  expect(fieldPermission({ read: true }, secret)).toBe('masked');
  expect(fieldPermission({ fields: { '*': 'none' } }, secret)).toBe('none');
  const grant = withField({ read: true }, secret, 'edit');
  expect(grant.fields).toEqual({ '*': 'edit', salary: 'edit' });
  expect(withOthers(grant, 'edit', (name) => name === 'salary').fields).toEqual({ '*': 'edit', salary: 'edit' });
  expect(withField(grant, secret, 'masked')).toEqual({ read: true });
});
