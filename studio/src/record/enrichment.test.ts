import type { CompiledEnricher } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { isAskedAtOnce } from './enrichment.ts';

const label = { en: 'Register', zh: '登记处' };
const source = (on_create: boolean): CompiledEnricher => {
  return { name: 'x__register_source', label, object: 'account', fields: ['website'], on_create };
};
const made = Date.parse('2026-11-22T10:00:00.000Z');
const record = { id: 'a', created_at: '2026-11-22T10:00:00.000Z', created_by: { id: 'me', name: 'Me' }, version: 1 };

it('is asked by itself for what this person has just made, where an administrator wants it', () => {
  expect(isAskedAtOnce([source(true)], record, 'me', made + 5_000)).toBe(true);
  expect(isAskedAtOnce([source(true)], { ...record, created_by: 'me' }, 'me', made + 5_000)).toBe(true);
  expect(isAskedAtOnce([source(false)], record, 'me', made + 5_000)).toBe(false);
  expect(isAskedAtOnce([source(true)], record, 'somebody', made + 5_000)).toBe(false);
  expect(isAskedAtOnce([source(true)], { ...record, version: 2 }, 'me', made + 5_000)).toBe(false);
  expect(isAskedAtOnce([source(true)], record, 'me', made + 600_000)).toBe(false);
});
