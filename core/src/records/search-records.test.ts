import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { compileAccess } from '../access/compile-access.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { searchRecords } from './search-records.ts';
import { endMaking, makeAnew, noteUnfinished, unfinishedObjects } from './search/index-state.ts';
import { refreshSearchIndex } from './search/refresh-search-index.ts';
import { searchGaps } from './search/search-gaps.ts';
import { searchPlan } from './search/search-plan.ts';
import { readMistyped, readSearch, waysToFind } from './search/search-word.ts';
import { readerSight } from './sight/sight.ts';
import { countFresh, dropFresh, settleAll, settleBatch } from './search/search-fresh.ts';
import { updateRecord } from './update-record.ts';
import { refusal } from '../../testing/refusal.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

async function open(): Promise<void> {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada', teams: [team] });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
}

// Once as everything was just written, once as it stands in the index.
describe.each([
  ['what was just written', false],
  ['the index', true],
])('search of %s', (_, settled) => {
  const find = async (ctx: AccessContext, text: string) => {
    if (settled) await settleAll(workspace.database);
    return (await searchRecords(ctx, text, { limit: 50 })).map((hit) => hit.name);
  };

  beforeAll(async () => {
    await open();
    const named = ['上海晨光文具股份有限公司', '晨光', 'Acme Energy International', 'Büro & Söhne', 'ＡＢＣ全角'];
    // Together, so that these wait as a lot, and the others each by itself.
    await bulkRecords(admin, 'account', { create: named.map((name) => ({ name, secret: 'topsecretword' })) });
    await createRecord(admin, 'contact', {
      name: '张三',
      email: 'zhangsan@example.com',
      notes: '喜欢喝龙井茶，约在西湖见面',
    });
    await createRecord(rep, 'account', { name: 'Acme of Rep' });
  });

  test('finds Chinese by how it is typed in letters, whole or by its initials', async () => {
    for (const name of ['重庆长安汽车', '单雄信', '中国银行']) await createRecord(admin, 'account', { name });
    expect(await find(admin, 'zs')).toEqual(['张三']);
    expect(await find(admin, 'zhangs')).toEqual(['张三']);
    expect(await find(admin, 'cgwj')).toEqual(['上海晨光文具股份有限公司']);
    expect(await find(admin, 'chenguang')).toEqual(['晨光', '上海晨光文具股份有限公司']);
    // Characters of several sounds: by the phrase, and surnames as surnames.
    expect(await find(admin, 'chongqing')).toEqual(['重庆长安汽车']);
    expect(await find(admin, 'yinhang')).toEqual(['中国银行']);
    expect(await find(admin, 'shanxiong')).toEqual(['单雄信']);
    const [hit] = await searchRecords(admin, 'zs');
    expect(hit).toMatchObject({ field: 'name', excerpt: '张三', name: '张三' });
  });

  test('forgives one typo where nothing is found otherwise', async () => {
    for (const wrong of ['Internatoinal', 'Internatonal', 'Internationnal', 'Imternational', 'internatiomal'])
      expect([wrong, await find(admin, wrong)]).toEqual([wrong, ['Acme Energy International']]);
    expect(await find(admin, 'acme enregy')).toEqual(['Acme Energy International']);
    expect(await find(admin, 'zhamgsan')).toEqual(['张三']);
    expect(await find(admin, '上海晨光文巨股份')).toEqual(['上海晨光文具股份有限公司']);
    expect(await find(admin, 'intrenatoinal')).toEqual([]);
    // Neither by a typo nor by letters is anything found that one may not read.
    expect(await find(admin, 'topsecretwrod')).not.toEqual([]);
    expect(await find(rep, 'topsecretwrod')).toEqual([]);
    expect(await find(rep, 'cgwj')).toEqual([]);
  });

  test('finds people and teams', async () => {
    await workspace.person(['own_only'], { name: '欧阳锋' });
    expect(await find(admin, 'ouyang')).toEqual(['欧阳锋']);
    expect(await find(admin, 'oyf')).toEqual(['欧阳锋']);
    // They are remembered until one of them changes.
    const change = (what: string, name: string) =>
      workspace.database.query(`update core."user" set ${what}, version = version + 1 where name = $1`, [name]);
    await change(`name = '欧阳克'`, '欧阳锋');
    expect(await find(admin, 'ouyang')).toEqual(['欧阳克']);
    await change('active = false', '欧阳克');
    expect(await find(admin, 'ouyang')).toEqual([]);
    await change('active = true', '欧阳克');
    expect(await searchRecords(admin, 'east', { objects: ['team'] })).toMatchObject([{ object: 'team', name: 'East' }]);
    expect(await searchRecords(admin, '欧阳', { objects: ['account'] })).toEqual([]);
  });

  test('finds parts of Chinese and Western text, best first', async () => {
    expect(await find(admin, '晨光')).toEqual(['晨光', '上海晨光文具股份有限公司']);
    expect(await find(admin, '文具')).toEqual(['上海晨光文具股份有限公司']);
    expect(await find(admin, '三')).toContain('张三');
    expect(await find(admin, 'acme')).toEqual(['Acme of Rep', 'Acme Energy International']);
    expect(await find(admin, 'nternatio')).toEqual(['Acme Energy International']);
    expect(await find(admin, 'energy acme')).toEqual(['Acme Energy International']);
    expect(await find(admin, 'in')).toContain('Acme Energy International');
    expect(await find(admin, 'söh')).toEqual(['Büro & Söhne']);
    expect(await find(admin, 'abc全')).toEqual(['ＡＢＣ全角']);
    expect(await find(admin, 'zhangsan@example')).toEqual(['张三']);
    expect(await find(admin, '西湖')).toEqual(['张三']);
    expect(await find(admin, 'nothing like it')).toEqual([]);
    for (const odd of ['', ' ', '%', '\0', "'", '_', '\\', '\ud800']) expect(await find(admin, odd)).toEqual([]);
  });

  test('shows where it was found', async () => {
    const [hit] = await searchRecords(admin, '龙井');
    expect(hit).toMatchObject({
      object: 'contact',
      name: '张三',
      field: 'notes',
      excerpt: '喜欢喝龙井茶，约在西湖见面',
    });
  });

  test('hides what the reader may not see', async () => {
    expect(await find(admin, 'topsecretword')).toHaveLength(5);
    expect(await find(rep, 'topsecretword')).toEqual([]);
    expect(await find(rep, 'acme')).toEqual(['Acme of Rep']);
    expect(await find(rep, '张三')).toEqual([]);
  });

  test('follows changes, deletion and objects', async () => {
    const made = await createRecord(admin, 'account', { name: 'Quixotic' });
    await updateRecord(admin, 'account', made.data.id, { name: 'Zanzibar' });
    expect(await find(admin, 'quixotic')).toEqual([]);
    expect(await find(admin, 'zanzibar')).toEqual(['Zanzibar']);
    expect(await searchRecords(admin, 'zanzibar', { objects: ['contact'] })).toEqual([]);
    expect((await refusal(searchRecords(admin, 'x', { objects: ['nothing'] }))).code).toBe('unknown_object');
    await deleteRecord(admin, 'account', made.data.id);
    expect(await find(admin, 'zanzibar')).toEqual([]);
  });

  test('the index can be made again', async () => {
    await workspace.database.query('delete from core.search_entry');
    await workspace.database.query('delete from core.search_fresh');
    await workspace.database.query('delete from core.search_lot');
    expect(await find(admin, '晨光')).toEqual([]);
    const system = { ...workspace.system, db: workspace.database, now: new Date() };
    expect(await refreshSearchIndex(system)).toContain('account');
    expect(await find(admin, '晨光')).toHaveLength(2);
    expect(await refreshSearchIndex(system)).toEqual([]);
  });
});

describe('what was just written', () => {
  beforeAll(open);

  const names = async (text: string) => (await searchRecords(admin, text)).map((hit) => hit.name);
  const texts = async (table: 'search_entry' | 'search_fresh' | 'search_lot') => {
    const { rows } = await workspace.database.query<{ texts: string }>(
      `select texts::text as texts from core.${table}`,
    );
    return rows.map((row) => row.texts);
  };

  test('stands in for what the index has of the record, and is found neither twice nor as it was', async () => {
    const { data } = await createRecord(admin, 'account', { name: 'Quixotic' });
    await settleAll(workspace.database);
    await updateRecord(admin, 'account', data.id, { name: 'Zanzibar' });
    expect(await names('quixotic')).toEqual([]);
    expect(await names('quixotik')).toEqual([]);
    expect(await names('zanzibar')).toEqual(['Zanzibar']);
    await updateRecord(admin, 'account', data.id, { name: 'Zanzibar West' });
    expect(await names('zanzibar')).toEqual(['Zanzibar West']);
    await settleAll(workspace.database);
    expect(await names('zanzibar')).toEqual(['Zanzibar West']);
    expect(await texts('search_fresh')).toEqual([]);
    expect((await texts('search_entry')).join()).not.toContain('quixotic');
  });

  test('is not lost when it is carried over in the middle of something else that fails', async () => {
    await createRecord(admin, 'account', { name: 'Perdurable' });
    const failing = workspace.database.transaction(async (tx) => {
      await settleBatch({ ...workspace.database, transaction: async (work) => work(tx) });
      throw new Error('ended here');
    });
    await expect(failing).rejects.toThrow('ended here');
    expect(await names('perdurable')).toEqual(['Perdurable']);
    await Promise.all([settleAll(workspace.database), settleAll(workspace.database)]);
    expect(await names('perdurable')).toEqual(['Perdurable']);
    expect(await countFresh(workspace.database, 10)).toBe(0);
  });

  test('is written anew while it is being carried over: the newer wins', async () => {
    const { data } = await createRecord(admin, 'account', { name: 'Evanescent' });
    for (let round = 0; round < 10; round++)
      await Promise.all([
        settleAll(workspace.database),
        updateRecord(admin, 'account', data.id, { name: `Evanescent ${round}` }),
      ]);
    expect(await names('evanescent')).toEqual(['Evanescent 9']);
    await settleAll(workspace.database);
    expect(await names('evanescent')).toEqual(['Evanescent 9']);
  });

  const together = async (...given: string[]): Promise<string[]> =>
    (await bulkRecords(admin, 'account', { create: given.map((name) => ({ name })) })).created;

  test('as a lot is found as it is since, and whoever carries rows over waits for the lots before', async () => {
    const [first, second] = await together('Halcyon', 'Halcyon East');
    expect(await texts('search_lot')).toEqual([expect.stringContaining('halcyon east')]);
    expect((await names('halcyon')).sort()).toEqual(['Halcyon', 'Halcyon East']);
    await updateRecord(admin, 'account', first!, { name: 'Bucolic' });
    expect(await names('halcyon')).toEqual(['Halcyon East']);
    expect(await names('halcion')).toEqual(['Halcyon East']);
    // Somebody carries the lot over while another, who finds none to take, looks for rows.
    await workspace.database.transaction(async (tx) => {
      expect(await settleBatch({ ...workspace.database, transaction: async (work) => work(tx) })).toBe(2);
      expect(await settleBatch(workspace.database)).toBe(0);
    });
    expect(await names('bucolic')).toEqual(['Bucolic']);
    expect(await names('halcyon')).toEqual(['Halcyon East']);
    await Promise.all([
      settleAll(workspace.database),
      updateRecord(admin, 'account', second!, { name: 'Bucolic East' }),
    ]);
    await settleAll(workspace.database);
    expect((await names('bucolic')).sort()).toEqual(['Bucolic', 'Bucolic East']);
    expect(await names('halcyon')).toEqual([]);
  });

  test('as a lot is taken apart where one of it is not to be told of any more', async () => {
    const [first] = await together('Lugubrious', 'Lugubrious East', 'Lugubrious West');
    await updateRecord(admin, 'account', first!, { name: 'Mirthful' });
    const [, second] = await together('Mirthful East', 'Mirthful West');
    await workspace.database.transaction((tx) => dropFresh(tx, [first!, second!]));
    expect(await texts('search_lot')).toEqual([]);
    expect((await texts('search_fresh')).toSorted().map((text) => (JSON.parse(text) as { name: string }).name)).toEqual(
      ['lugubrious east', 'lugubrious west', 'mirthful east'],
    );
  });
});

describe('an index that is being made anew', () => {
  beforeAll(async () => {
    await open();
    await workspace.database.query(
      `insert into crm.account (id, name, owner, created_at, updated_at, version, tags)
       select gen_random_uuid(), 'Company ' || n, $1, now(), now(), 1, '{}' from generate_series(1, 1500) as n`,
      [admin.actor.userId],
    );
  });

  const system = () => ({ ...workspace.system, db: workspace.database, now: new Date() });
  /** As a process that is stopped after so many batches. */
  const stoppedAfter = (batches: number): AbortSignal => {
    let left = batches;
    return {
      throwIfAborted: () => {
        if (left-- === 0) throw new Error('stopped');
      },
    } as AbortSignal;
  };
  const states = async () =>
    (
      await workspace.database.query<{ object: string; done: string; making: string[] | null }>(
        'select object, done, making from core.search_state order by object',
      )
    ).rows;

  test('is said to lack records until it is made, and goes on where it was broken off', async () => {
    expect((await searchGaps(admin, null))?.objects).toContain('account');
    expect(await searchGaps(admin, ['contact'])).toEqual({ objects: ['contact'], percent: 0 });
    // Three empty objects, then a first piece of the accounts.
    await expect(refreshSearchIndex(system(), stoppedAfter(4))).rejects.toThrow('stopped');
    expect(await searchGaps(admin, null)).toEqual({ objects: ['account'], percent: 33 });
    expect(await searchGaps(admin, ['contact'])).toBeNull();
    const [account] = await states();
    expect(account).toMatchObject({ object: 'account', done: '500' });
    // All but one of the five pieces of two hundred, if they come to be as small as that.
    await refreshSearchIndex(system(), stoppedAfter(6));
    expect(await searchGaps(admin, null)).toBeNull();
    const { rows } = await workspace.database.query(`select count(*)::int as n from core.search_entry`);
    expect(rows).toEqual([{ n: 1500 }]);
  });

  test('is made anew once more where records were numbered while it was being made', async () => {
    const account = workspace.catalog.object('account');
    await makeAnew(workspace.database, account);
    await expect(refreshSearchIndex(system(), stoppedAfter(1))).rejects.toThrow('stopped');
    await makeAnew(workspace.database, account);
    // He who was at it comes to the end.
    await endMaking(workspace.database, account);
    expect(await unfinishedObjects(workspace.database, workspace.catalog)).toEqual(['account']);
    await refreshSearchIndex(system());
    expect(await unfinishedObjects(workspace.database, workspace.catalog)).toEqual([]);
  });

  test('is not made anew for a field that no record has a value of yet', async () => {
    const account = workspace.catalog.object('account');
    const motto = { ...account.fields['name']!, id: crypto.randomUUID(), name: 'motto' };
    const larger = { ...account, fields: { ...account.fields, motto } };
    const release = {
      ...workspace.catalog,
      derived: new Map<string, unknown>(),
      object: (name: string) => (name === 'account' ? larger : workspace.catalog.object(name)),
    };
    await noteUnfinished(workspace.database, release, [motto]);
    expect(await unfinishedObjects(workspace.database, release)).toEqual([]);
    await noteUnfinished(workspace.database, workspace.catalog, []);
    await refreshSearchIndex(system());
    // A default, say: every record has it.
    await noteUnfinished(workspace.database, release, []);
    expect(await unfinishedObjects(workspace.database, release)).toEqual(['account']);
    await refreshSearchIndex(system());
  });

  test('of what he may not look in nobody is told', async () => {
    const nobody = await workspace.person([]);
    const release = { ...workspace.catalog, derived: new Map<string, unknown>() };
    await workspace.database.query(`update core.search_state set fields = '{other}' where object = 'account'`);
    await noteUnfinished(workspace.database, release, []);
    expect(await searchGaps({ ...admin, catalog: release }, null)).toEqual({ objects: ['account'], percent: 99 });
    expect(await searchGaps({ ...nobody, catalog: release }, null)).toBeNull();
  });
});

describe('what only certain people own', () => {
  beforeAll(async () => {
    await open();
    await workspace.database.query(
      `insert into crm.account (id, name, owner, created_at, updated_at, version, tags)
       select gen_random_uuid(), 'Harbour ' || n, $1, now(), now(), 1, '{}' from generate_series(1, 400) as n`,
      [admin.actor.userId],
    );
    await refreshSearchIndex({ ...workspace.system, db: workspace.database, now: new Date() });
  });

  const names = async (ctx: AccessContext, text: string) => (await searchRecords(ctx, text)).map((hit) => hit.name);
  const sharing = (ctx: AccessContext): AccessContext => ({
    ...ctx,
    now: ctx.now,
    access: compileAccess(ctx.catalog, ctx.actor.roles, { shares: 'few' }),
  });

  /** Entries of the index that a search reads. */
  const read = (ctx: AccessContext, text: string) =>
    workspace.database.transaction(async (tx) => {
      // Few as these are, they would be read from end to end.
      await tx.query('set local enable_seqscan = off');
      const fetched = async (): Promise<number> => {
        const { rows } = await tx.query<{ n: string }>(
          `select idx_tup_fetch as n from pg_stat_xact_user_tables where relname = 'search_entry'`,
        );
        return Number(rows[0]?.n ?? 0);
      };
      const before = await fetched();
      await searchRecords({ ...ctx, now: ctx.now, db: tx }, text);
      return (await fetched()) - before;
    });

  test('is looked for there, and nothing of the others is read', async () => {
    expect(await read(admin, 'harbour')).toBeGreaterThan(100);
    expect(await read(rep, 'harbour')).toBe(0);
    expect(await read(rep, 'harbuor')).toBe(0);
    expect(await read(rep, 'acme harbour')).toBe(0);
  });

  test('is found by its new owner and no longer by the former', async () => {
    const { data } = await createRecord(admin, 'account', { name: 'Wandering' });
    await settleAll(workspace.database);
    for (const settle of [async () => {}, () => settleAll(workspace.database)]) {
      await updateRecord(admin, 'account', data.id, { owner: rep.actor.userId });
      await settle();
      expect(await names(rep, 'wandering')).toEqual(['Wandering']);
      expect(await names(rep, 'wanderign')).toEqual(['Wandering']);
      await updateRecord(admin, 'account', data.id, { owner: admin.actor.userId });
      await settle();
      expect(await names(rep, 'wandering')).toEqual([]);
    }
  });

  test('is found beside what is shared, each once', async () => {
    const shared = await createRecord(admin, 'account', { name: 'Shared Lagoon' });
    const own = await createRecord(rep, 'account', { name: 'Own Lagoon' });
    await settleAll(workspace.database);
    expect(await names(sharing(rep), 'lagoon')).toEqual(['Own Lagoon']);
    for (const { data } of [shared, own])
      await workspace.database.query(
        `insert into core.record_share (id, object_id, record_id, subject, subject_kind, level, created_at, created_by)
         values (gen_random_uuid(), $1, $2, $3, 'user', 'read', now(), $4)`,
        [workspace.catalog.object('account').id, data.id, rep.actor.userId, admin.actor.userId],
      );
    expect((await names(sharing(rep), 'lagoon')).sort()).toEqual(['Own Lagoon', 'Shared Lagoon']);
    expect((await names(sharing(rep), 'lagoom')).sort()).toEqual(['Own Lagoon', 'Shared Lagoon']);
  });
});

test('the index is joined to the records as a table of its own, so that few of them can lead to it', async () => {
  await open();
  const sight = readerSight(rep.catalog, rep.access);
  const { statement } = searchPlan(sight, sight.model.objects['account']!, readSearch('acme')!.words, 20, undefined);
  expect(statement.text).toContain('join core.search_entry as e on e.record_id = t.id');
});

test('more hits than are named at once, of which the first are gone, are all looked through', async () => {
  await open();
  await workspace.database.query(
    `insert into crm.account (id, name, owner, created_at, updated_at, version, tags, deleted_at)
     select gen_random_uuid(), 'Delta ' || n, $1, now(), now(), 1, '{}', case when n <= 300 then now() end
     from generate_series(1, 350) as n`,
    [admin.actor.userId],
  );
  await refreshSearchIndex({ ...workspace.system, db: workspace.database, now: new Date() });
  expect(await searchRecords(admin, 'delta', { limit: 100 })).toHaveLength(50);
});

test('words with a typo are looked for in every way that few of them may be written', () => {
  const search = readSearch('acme enregy partnres')!;
  expect(waysToFind(search.words)).toEqual([['acme', 'enregy', 'partnres']]);
  expect(waysToFind(readMistyped('acme enregy partnres', search)!.words)).toEqual([
    ['acme', 'en', 'par'],
    ['acme', 'en', 'p', 'nres'],
    ['acme', 'e', 'egy', 'par'],
    ['acme', 'e', 'egy', 'p', 'nres'],
  ]);
});
