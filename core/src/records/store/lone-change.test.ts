import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../create-record.ts';
import { getRecord } from '../get-record.ts';
import { storeChanges } from './store-changes.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
});

async function written(id: string): Promise<{ log: string; outbox: string; texts: string }> {
  const { rows } = await admin.db.query<{ log: string; outbox: string; texts: string }>(
    `select (select count(*) from core.change_log where record_id = $1) as log,
       (select count(*) from core.outbox where record_id = $1) as outbox,
       (select texts from core.search_fresh where record_id = $1) as texts`,
    [id],
  );
  return rows[0]!;
}

test('of a record that is not as it was read nothing is written, neither it nor anything beside it', async () => {
  const { data } = await createRecord(admin, 'account', { name: 'Northwind', employees: 1 });
  const before = await written(data.id);
  const object = admin.catalog.object('account');
  const store = (version: number) =>
    storeChanges(admin, {
      object,
      changes: [
        {
          action: 'update',
          id: data.id,
          version,
          after: { ...data, name: 'Southwind', updated_at: admin.now.toISOString(), updated_by: admin.actor.userId },
          changes: { name: ['Northwind', 'Southwind'] },
        },
      ],
    });
  await expect(store(7)).rejects.toMatchObject({ code: 'ST001' });
  expect(await written(data.id)).toEqual(before);
  expect((await getRecord(admin, 'account', data.id)).data).toMatchObject({ name: 'Northwind', version: 1 });
  await store(1);
  expect((await getRecord(admin, 'account', data.id)).data).toMatchObject({ name: 'Southwind', version: 2 });
  const after = await written(data.id);
  expect(Number(after.log)).toBe(Number(before.log) + 1);
  expect(after.texts).toContain('southwind');
});
