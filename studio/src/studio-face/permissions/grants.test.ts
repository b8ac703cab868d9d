import { expect, test } from 'vitest';
import { CHOICES, choiceOf, fieldPermission, permissionOf, ROW_RULES, withField, withVerb } from './grants.ts';

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

test('fields follow the rule for all others unless set', () => {
  const grant = withField(withField({ read: true }, '*', 'read'), 'cost', 'none');
  expect(grant.fields).toEqual({ '*': 'read', cost: 'none' });
  expect(fieldPermission(grant, 'cost')).toBe('none');
  expect(fieldPermission(grant, 'name')).toBe('read');
  expect(withField(grant, 'cost', 'read').fields).toEqual({ '*': 'read' });
  expect(withField({ read: true }, 'cost', 'edit')).toEqual({ read: true });
});
