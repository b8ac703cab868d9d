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
  const common = await commonPieces(workspace.system);
  const looked = worthLookingFor(gramsToFind('contact', 'person77x example com'), common);
  expect(looked.length).toBeGreaterThan(0);
  expect(looked.length).toBeLessThan(gramsToFind('contact', 'person77x').size);
  const all = gramsToFind('contact', 'example');
  expect(worthLookingFor(all, common)).toEqual([...all]);
});

test('it still decides what is found', async () => {
  const found = async (text: string) => (await searchRecords(workspace.system, text)).map(({ name }) => name);
  expect(await found('person77x@example.com')).toEqual(['Ann 77']);
  expect(await found('person77x@exemple.com')).toEqual(['Ann 77']);
  expect(await found('person77x@elsewhere.com')).toEqual([]);
  expect(await found('example')).toHaveLength(20);
});
