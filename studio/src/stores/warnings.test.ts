import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { updateRecord } from '../api/records.ts';
import { useToasts } from './toasts.ts';
import { byField, useWarnings } from './warnings.ts';

const reachable = {
  path: 'mobile',
  code: 'rule_violation',
  message: 'Give an e-mail address or a mobile number.',
} as const;
let answered: object[] = [];

beforeEach(() => {
  setActivePinia(createPinia());
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ data: { id: '7' }, warnings: answered })));
});
afterEach(() => vi.unstubAllGlobals());

test('a warning stands by its field until the record is saved without it, and is told once', async () => {
  const warnings = useWarnings();
  answered = [reachable];
  await updateRecord('lead', '7', { name: 'Wang Fang' });
  expect(warnings.of('lead', '7')).toEqual({ mobile: reachable.message });
  expect(warnings.of('lead', '8')).toEqual({});
  await updateRecord('lead', '7', { name: '王芳' });
  expect(useToasts().toasts.map((toast) => [toast.kind, toast.detail])).toEqual([['warning', reachable.message]]);

  answered = [];
  await updateRecord('lead', '7', { mobile: '13800000000' });
  expect(warnings.of('lead', '7')).toEqual({});
});

test('what several rules say of one field is said together, the same words once', () => {
  const warnings = [reachable, { ...reachable, path: 'mobile.number' }, { ...reachable, message: 'Looks short.' }];
  expect(byField(warnings)).toEqual({ mobile: `${reachable.message} Looks short.` });
});
