import { defineRole } from '@stratacrm/sdk';
import { expect, test, vi } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace } from '../../../testing/test-records.ts';
import { searchRecords } from '../search-records.ts';
import { held } from './held-search.ts';

vi.mock('./held-search.ts', () => ({ held: vi.fn<typeof held>((work) => work()) }));

test('held are those whom something hidden can lead further, and nobody else', async () => {
  const label = { en: 'Without secrets', zh: '不含机密' };
  const all = { create: true, read: true, update: true, delete: true, export: true };
  const grants = { account: { ...all, fields: { '*': 'edit', secret: 'none' } } } as const;
  const workspace = await recordWorkspace([
    ...SALES_DOCUMENTS,
    defineRole({ name: 'without_secrets', label, grants: { '*': all, ...grants } }),
  ]);
  const isHeld = async (role: string, objects?: string[]): Promise<boolean> => {
    vi.mocked(held).mockClear();
    await searchRecords(await workspace.person([role]), 'acme', objects === undefined ? {} : { objects });
    return vi.mocked(held).mock.calls.length > 0;
  };
  expect(await isHeld('everything')).toBe(false);
  // He sees so little that it is looked at first.
  expect(await isHeld('own_only')).toBe(false);
  expect(await isHeld('without_secrets')).toBe(true);
  expect(await isHeld('without_secrets', ['contact'])).toBe(false);
});
