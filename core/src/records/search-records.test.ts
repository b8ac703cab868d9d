import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { searchRecords } from './search-records.ts';
import { refreshSearchIndex } from './search/refresh-search-index.ts';
import { updateRecord } from './update-record.ts';
import { refusal } from '../../testing/refusal.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada', teams: [team] });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
});

describe('search', () => {
  const find = async (ctx: AccessContext, text: string) =>
    (await searchRecords(ctx, text, { limit: 50 })).map((hit) => hit.name);

  beforeAll(async () => {
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
    expect(await find(admin, 'abc')).toEqual(['ＡＢＣ全角']);
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
    expect(await find(admin, '晨光')).toEqual([]);
    const system = { ...workspace.system, now: new Date() };
    expect(await refreshSearchIndex(system)).toContain('account');
    expect(await find(admin, '晨光')).toHaveLength(2);
    expect(await refreshSearchIndex(system)).toEqual([]);
  });
});
