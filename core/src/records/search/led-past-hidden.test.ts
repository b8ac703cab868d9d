import { defineRole } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace } from '../../../testing/test-records.ts';
import { readerSight } from '../sight/sight.ts';
import { isLedPastHidden } from './led-past-hidden.ts';
import { fewOwners } from './search-owners.ts';
import { searchedObjects } from './search-plan.ts';

test('led past what is hidden is who does not see all texts, or records that no index of owners leads to', async () => {
  const label = { en: 'A role', zh: '角色' };
  const all = { create: true, read: true, update: true, delete: true, export: true };
  const workspace = await recordWorkspace([
    ...SALES_DOCUMENTS,
    defineRole({
      name: 'without_secrets',
      label,
      grants: { '*': all, account: { ...all, fields: { '*': 'edit', secret: 'none' } } },
    }),
    defineRole({ name: 'small_ones', label, grants: { account: { ...all, read: 'record.employees < 10' } } }),
  ]);
  const isLed = async (role: string, names: string[] | null = null): Promise<boolean> => {
    const ctx = await workspace.person([role]);
    const sight = readerSight(ctx.catalog, ctx.access);
    const objects = searchedObjects(sight, names);
    return isLedPastHidden(sight, objects, await fewOwners(ctx, sight, objects));
  };
  expect(await isLed('everything')).toBe(false);
  expect(await isLed('without_secrets')).toBe(true);
  expect(await isLed('without_secrets', ['contact'])).toBe(false);
  expect(await isLed('small_ones')).toBe(true);
  expect(await isLed('own_only', ['contact'])).toBe(false);
});
