import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { bulkRecords } from '../bulk-records.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
});

/** By record what the log says of it, and beside it what is told of it and what is to be found. */
async function written(ids: readonly string[]): Promise<Map<string, object>> {
  const { rows } = await workspace.database.query<{ id: string }>(
    `with told as (
       select change_id, record_id, action from core.outbox where change_id is not null
       union all
       select c.change_id, c.record_id, o.action from core.outbox as o, unnest(o.change_ids, o.record_ids) as c(change_id, record_id)
     )
     select l.record_id as id, l.action, l.version::integer, l.actor, l.cause, l.changes -> 'name' -> 1 as name,
       (select count(*)::integer from told as t where t.change_id = l.id and t.record_id = l.record_id and t.action = l.action) as told,
       (select w.texts::jsonb ->> 'name' from core.search_waiting as w where w.record_id = l.record_id) as found
     from core.change_log as l where l.record_id = any($1::uuid[]) order by l.record_id, l.version`,
    [ids],
  );
  return new Map(rows.map(({ id, ...said }) => [id, said]));
}

test('of each new record the log, those who are told and the search hear what is its own, in more lots than one', async () => {
  const other = await workspace.person(['everything'], { name: 'Bob' });
  const owners = [admin.actor.userId, other.actor.userId];
  const create = Array.from({ length: 620 }, (_, n) => ({ name: `Lot ${n}`, owner: owners[n % 2]! }));
  const { created } = await bulkRecords(admin, 'account', { create });
  const said = await written(created);
  expect(created.map((id) => said.get(id))).toEqual(
    create.map(({ name }) => ({
      action: 'create',
      version: 1,
      actor: admin.actor.userId,
      cause: admin.cause.kind,
      name,
      told: 1,
      found: name.toLowerCase(),
    })),
  );
  const { rows: lots } = await workspace.database.query(
    `select size from core.outbox union all select size from core.search_lot order by size`,
  );
  expect(lots.map(({ size }) => size)).toEqual([20, 100, 100, 100, 100, 100, 100, 120, 500]);
  const { rows: stored } = await workspace.database.query(
    `select name, owner, created_by from crm.account where id = any($1::uuid[]) order by id`,
    [created],
  );
  expect(stored).toEqual(create.map((given) => ({ ...given, created_by: admin.actor.userId })));
});

test('new records that come with changes of others are put down beside them', async () => {
  const { created } = await bulkRecords(admin, 'account', { create: [{ name: 'First' }, { name: 'Second' }] });
  const more = await bulkRecords(admin, 'account', {
    create: [{ name: 'Third' }, { name: 'Fourth' }],
    update: created.map((id, n) => ({ id, name: `Changed ${n}` })),
  });
  const said = await written([...created, ...more.created]);
  expect([...created, ...more.created].map((id) => said.get(id))).toMatchObject([
    { action: 'update', version: 2, name: 'Changed 0', told: 1, found: 'changed 0' },
    { action: 'update', version: 2, name: 'Changed 1', told: 1, found: 'changed 1' },
    { action: 'create', version: 1, name: 'Third', told: 1, found: 'third' },
    { action: 'create', version: 1, name: 'Fourth', told: 1, found: 'fourth' },
  ]);
});
