import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import { bulkRecords } from '../bulk-records.ts';
import { searchRecords } from '../search-records.ts';
import { commonPieces, worthLookingFor } from './common-pieces.ts';
import { gramsToFind } from './grams.ts';
import { settleAll } from './search-fresh.ts';

let workspace: RecordWorkspace;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const create = Array.from({ length: 150 }, (_, n) => ({ name: `Ann ${n}`, email: `person${n}x@example.com` }));
  await bulkRecords(workspace.system, 'contact', { create });
  await settleAll(workspace.database);
  await workspace.database.query('analyze core.search_entry');
});

test('what stands in most records is not looked for where there is more to go by', async () => {
  const shares = await commonPieces(workspace.system);
  const pieces = (text: string) => text.split(' ').map((word) => gramsToFind('contact', word));
  const looked = worthLookingFor(pieces('person77x example com'), { all: shares, seen: shares });
  expect(looked.length).toBeGreaterThan(0);
  expect(looked.every((piece) => (shares.get(piece) ?? 0) <= 0.2)).toBe(true);
  // Each is common, and something has to be asked for.
  expect(worthLookingFor(pieces('example'), { all: shares, seen: shares }).length).toBeGreaterThan(0);
});

test('of a long word the rarest pieces are looked for', () => {
  const pieces = new Set([1, 2, 3, 4, 5, 6]);
  const shares = new Map([
    [1, 0.1],
    [2, 0.05],
    [4, 0.01],
  ]);
  expect(worthLookingFor([pieces, new Set([1])], { all: shares, seen: shares })).toEqual([3, 5, 6, 4, 1]);
});

test('it still decides what is found', async () => {
  const found = async (text: string) => (await searchRecords(workspace.system, text)).map(({ name }) => name);
  expect(await found('person77x@example.com')).toEqual(['Ann 77']);
  expect(await found('person77x@exemple.com')).toEqual(['Ann 77']);
  expect(await found('person77x@elsewhere.com')).toEqual([]);
  expect(await found('example')).toHaveLength(20);
});
