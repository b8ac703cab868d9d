import { beforeAll, beforeEach, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import { refusal } from '../../../testing/refusal.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { createRecord } from '../create-record.ts';
import { getRecord } from '../get-record.ts';
import { updateRecord } from '../update-record.ts';

let workspace: RecordWorkspace;
let ada: AccessContext;
let bob: AccessContext;
let ids: string[];

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  ada = await workspace.person(['everything'], { name: 'Ada' });
  bob = await workspace.person(['everything'], { name: 'Bob' });
});

beforeEach(async () => {
  ids = [];
  for (let n = 0; n < 12; n++) ids.push((await createRecord(ada, 'account', { name: `Account ${n}` })).data.id);
});

/** People, and the statements that store what they update; the first of them waits until so many records have been read. */
function overheard(
  people: readonly AccessContext[],
  records: number,
): { people: AccessContext[]; stored: readonly string[] } {
  const stored: string[] = [];
  const allRead = Promise.withResolvers<void>();
  let read = 0;
  const query: Queryable['query'] = async (text, values, name) => {
    const stores = /insert into core\.change_log/.test(text);
    if (stores && stored.push(text) === 1) await allRead.promise;
    const answer = await ada.db.query<never>(text, values, name);
    if (!stores && ++read === records) allRead.resolve();
    return answer;
  };
  const db = new Proxy(ada.db, {
    get(target, key) {
      const value: unknown = key === 'query' ? query : Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { people: people.map((ctx) => ({ ...ctx, now: ctx.now, db })), stored };
}

interface Entry {
  record_id: string;
  version: string;
  actor: string;
  request_id: string;
  cause: string;
  changes: object;
}

async function entries(): Promise<Entry[]> {
  const { rows } = await ada.db.query<Entry>(
    `select record_id, version, actor, request_id, cause, changes from core.change_log
     where record_id = any($1::uuid[]) and action = 'update' order by record_id, version`,
    [ids],
  );
  return rows;
}

test('updates that come at the same time share statements, and each is logged as its own', async () => {
  const { people, stored } = overheard(
    [
      { ...ada, requestId: 'of-ada', cause: { kind: 'screen' } },
      { ...bob, requestId: 'of-bob' },
    ],
    ids.length,
  );
  const written = await Promise.all(
    ids.map((id, n) => updateRecord(people[n % 2]!, 'account', id, { name: `晨光 "${n}" \\`, employees: n })),
  );
  expect(stored.length).toBeLessThan(ids.length);
  expect(written.map(({ data }) => data['employees'])).toEqual(ids.map((_, n) => n));
  const log = await entries();
  for (const [n, id] of ids.entries()) {
    expect((await getRecord(ada, 'account', id)).data).toMatchObject({
      name: `晨光 "${n}" \\`,
      employees: n,
      version: 2,
      updated_by: [ada, bob][n % 2]!.actor.userId,
    });
    expect(log.filter((entry) => entry.record_id === id)).toEqual([
      {
        record_id: id,
        version: '2',
        actor: [ada, bob][n % 2]!.actor.userId,
        request_id: ['of-ada', 'of-bob'][n % 2],
        cause: ['screen', bob.cause.kind][n % 2],
        changes: { name: [`Account ${n}`, `晨光 "${n}" \\`], employees: [null, n] },
      },
    ]);
  }
  const fresh = await ada.db.query(
    `select from core.search_fresh where record_id = any($1::uuid[]) and texts like '%晨光%'`,
    [ids],
  );
  expect(fresh.rowCount).toBe(ids.length);
});

test('many changes of one record are stored one after the other, and none is lost', async () => {
  const [id] = ids;
  await Promise.all(ids.map((_, n) => updateRecord(ada, 'account', id!, { employees: 100 + n })));
  const log = (await entries()).filter((entry) => entry.record_id === id);
  expect(log.map(({ version }) => version)).toEqual(ids.map((_, n) => String(n + 2)));
  const { data } = await getRecord(ada, 'account', id!);
  expect(data['version']).toBe(ids.length + 1);
  expect(log.at(-1)?.changes).toMatchObject({ employees: [expect.any(Number), data['employees']] });
});

test('a record that somebody holds keeps nobody but its own writer waiting', async () => {
  const [held, ...others] = ids;
  const done: string[] = [];
  const update = (id: string) =>
    updateRecord(ada, 'account', id, { employees: 7 }).then(({ data }) => void done.push(data.id));
  let waiting: Promise<void> = Promise.resolve();
  await workspace.database.transaction(async (tx) => {
    await tx.query('select from crm.account where id = $1 for update', [held]);
    waiting = update(held!);
    await Promise.all(others.map(update));
    expect(done.toSorted()).toEqual(others.toSorted());
  });
  await waiting;
  expect(done.at(-1)).toBe(held);
});

test('what the database refuses is told to him alone whose it is', async () => {
  await ada.db.query('alter table crm.account add constraint not_1313 check (employees <> 1313)');
  const employees = ids.map((_, n) => (n === 5 ? 1313 : n));
  const answers = await Promise.allSettled(
    ids.map((id, n) => updateRecord(ada, 'account', id, { employees: employees[n]! })),
  );
  expect(answers.map(({ status }) => status === 'fulfilled')).toEqual(ids.map((_, n) => n !== 5));
  expect((answers[5] as PromiseRejectedResult).reason).toMatchObject({ constraint: 'not_1313' });
  const log = await entries();
  expect(log.map((entry) => ids.indexOf(entry.record_id)).toSorted((a, b) => a - b)).toEqual(
    ids.map((_, n) => n).filter((n) => n !== 5),
  );
});

test('who looked at an older version is told so', async () => {
  const [id] = ids;
  await updateRecord(ada, 'account', id!, { employees: 1 });
  const stale = updateRecord(ada, 'account', id!, { employees: 2 }, { version: 1 });
  expect((await refusal(stale)).code).toBe('version_conflict');
});
