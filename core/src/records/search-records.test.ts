import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { searchRecords } from './search-records.ts';
import { noteUnfinished } from './search/index-state.ts';
import { refreshSearchIndex } from './search/refresh-search-index.ts';
import { searchGaps } from './search/search-gaps.ts';
import { searchPlan } from './search/search-plan.ts';
import { readSearch } from './search/search-word.ts';
import { readerSight } from './sight/sight.ts';
import { countFresh, settleAll, settleBatch } from './search/search-fresh.ts';
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
    for (const name of [
      '上海晨光文具股份有限公司',
      '晨光',
      'Acme Energy International',
      'Büro & Söhne',
      'ＡＢＣ全角',
    ]) {
      await createRecord(admin, 'account', { name, secret: 'topsecretword' });
    }
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
  const texts = async (table: 'search_entry' | 'search_fresh') => {
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
    // Three empty objects, then the first thousand accounts.
    await expect(refreshSearchIndex(system(), stoppedAfter(4))).rejects.toThrow('stopped');
    expect(await searchGaps(admin, null)).toEqual({ objects: ['account'], percent: 66 });
    expect(await searchGaps(admin, ['contact'])).toBeNull();
    const [account] = await states();
    expect(account).toMatchObject({ object: 'account', done: '1000' });
    await refreshSearchIndex(system(), stoppedAfter(1));
    expect(await searchGaps(admin, null)).toBeNull();
    const { rows } = await workspace.database.query(`select count(*)::int as n from core.search_entry`);
    expect(rows).toEqual([{ n: 1500 }]);
  });

  test('of what he may not look in nobody is told', async () => {
    const nobody = await workspace.person([]);
    const release = { ...workspace.catalog, derived: new Map<string, unknown>() };
    await workspace.database.query(`update core.search_state set fields = '{other}' where object = 'account'`);
    await noteUnfinished(workspace.database, release);
    expect(await searchGaps({ ...admin, catalog: release }, null)).toEqual({ objects: ['account'], percent: 99 });
    expect(await searchGaps({ ...nobody, catalog: release }, null)).toBeNull();
  });
});

test('the index is joined to the records as a table of its own, so that few of them can lead to it', async () => {
  await open();
  const { statement } = searchPlan(readerSight(rep.catalog, rep.access), null, readSearch('acme')!.words, 20);
  expect(statement?.text).toContain('join core.search_entry as e on e.record_id = t.id');
});
