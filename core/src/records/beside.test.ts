import { StrataError, type BulkRequest } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { getRecord } from './get-record.ts';
import { idempotently } from './idempotency.ts';
import { queryRecords } from './query-records.ts';
import { recordTimeline } from './record-timeline.ts';
import { createSavedView, deleteSavedView, listSavedViews, updateSavedView } from './saved-view/saved-view.ts';
import { searchRecords } from './search-records.ts';
import { refreshSearchIndex } from './search/refresh-search-index.ts';
import { updateRecord } from './update-record.ts';
import { writeRecords } from './write-records.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada', teams: [team] });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
});

async function refusal(work: Promise<unknown>): Promise<StrataError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StrataError) return error;
  throw error ?? new Error('It was not refused');
}

describe('bulk', () => {
  test('all: one error writes nothing, and every error is told', async () => {
    const kept = await createRecord(admin, 'contact', { name: 'Kept', email: 'bulk-kept@example.com' });
    const request: BulkRequest = {
      create: [{ name: 'Fine', email: 'bulk-fine@example.com' }, { name: '' }, { name: 'Odd', nothing: 1 }],
      update: [
        { id: kept.data.id, name: null },
        { id: 'nonsense', name: 'X' },
        { name: 'No id' },
        { id: kept.data.id, name: 'Again' },
      ],
      delete: ['01890000-0000-7000-8000-000000000000'],
    };
    const result = await bulkRecords(admin, 'contact', request);
    expect(result).toMatchObject({ created: [], updated: [], deleted: [] });
    expect(result.errors.map(({ list, index, path, code }) => `${list} ${index} ${path} ${code}`)).toEqual([
      'create 1 name required',
      'create 2 nothing unknown_field',
      'update 0 name required',
      'update 1  record_not_found',
      'update 2 id required',
      'update 3  duplicate_in_batch',
      'delete 0  record_not_found',
    ]);
    expect(result.errors[0]!.message).toBe('Name must not be empty.');
    const { count } = await queryRecords(admin, 'contact', { filter: 'name == "Fine"', count: 'exact' });
    expect(count).toBe(0);
  });

  test('all: a value that is taken names its row', async () => {
    await createRecord(admin, 'contact', { name: 'First', email: 'dup@example.com' });
    const result = await bulkRecords(admin, 'contact', {
      create: [
        { name: 'A', email: 'free@example.com' },
        { name: 'B', email: 'dup@example.com' },
        { name: 'C', email: 'free@example.com' },
      ],
    });
    expect(result.errors.map(({ index, path, code }) => [index, path, code])).toEqual([
      [1, 'email', 'not_unique'],
      [2, 'email', 'not_unique'],
    ]);
    expect((await queryRecords(admin, 'contact', { filter: 'email == "free@example.com"' })).data).toEqual([]);
  });

  test('partial: what is right is written', async () => {
    const old = await createRecord(admin, 'contact', { name: 'Old' });
    const result = await bulkRecords(admin, 'contact', {
      mode: 'partial',
      create: [
        { name: 'P1', email: 'p@example.com' },
        { name: 'P2', email: 'p@example.com' },
        { email: 'q@example.com' },
      ],
      update: [{ id: old.data.id, name: 'New', version: 1 }],
      delete: ['nonsense'],
    });
    expect([result.created.length, result.updated, result.deleted]).toEqual([1, [old.data.id], []]);
    expect(result.errors.map(({ list, index, code }) => `${list} ${index} ${code}`)).toEqual([
      'create 1 not_unique',
      'create 2 required',
      'delete 0 record_not_found',
    ]);
    expect((await getRecord(admin, 'contact', result.created[0]!)).data['name']).toBe('P1');
  });

  test('a stale version names its row and changes nothing', async () => {
    const [a, b] = [
      await createRecord(admin, 'contact', { name: 'A' }),
      await createRecord(admin, 'contact', { name: 'B' }),
    ];
    await updateRecord(admin, 'contact', b.data.id, { name: 'B2' });
    const result = await bulkRecords(admin, 'contact', {
      update: [
        { id: a.data.id, name: 'A3', version: 1 },
        { id: b.data.id, name: 'B3', version: 1 },
      ],
    });
    expect(result.errors).toMatchObject([{ list: 'update', index: 1, path: '', code: 'version_conflict' }]);
    expect((await getRecord(admin, 'contact', a.data.id)).data['name']).toBe('A');
  });

  test('takes thousands with a handful of statements', async () => {
    let statements = 0;
    const db = {
      query: ((...args: Parameters<typeof admin.db.query>) => {
        statements++;
        return admin.db.query(...args);
      }) as typeof admin.db.query,
    };
    const accounts = await bulkRecords({ ...admin, db }, 'account', {
      create: Array.from({ length: 2000 }, (_, i) => ({ name: `Bulk ${i}` })),
    });
    expect(accounts.created).toHaveLength(2000);
    const contacts = accounts.created.map((account, i) => ({ name: `Contact ${i}`, account }));
    statements = 0;
    const { created, errors } = await bulkRecords({ ...admin, db }, 'contact', { create: contacts });
    expect(errors).toEqual([]);
    expect(statements).toBeLessThan(6);
    statements = 0;
    const gone = await bulkRecords({ ...admin, db: admin.db }, 'contact', { delete: created });
    expect(gone.deleted).toHaveLength(2000);
  });

  test('overlapping updates of many records all come through', async () => {
    const { created } = await bulkRecords(admin, 'account', {
      create: Array.from({ length: 40 }, (_, i) => ({ name: `O${i}`, employees: 0 })),
    });
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, n) => {
        const ids = n % 2 === 0 ? created : created.toReversed();
        return bulkRecords(admin, 'account', { update: ids.map((id) => ({ id, employees: n + 1 })) });
      }),
    );
    expect(results.flatMap((result) => result.errors)).toEqual([]);
  });

  test('a dry run tells and writes nothing', async () => {
    const outcomes = await writeRecords(
      admin,
      'contact',
      [
        { action: 'create', input: { name: 'Dry', email: 'bad' } },
        { action: 'create', input: { name: 'Dry' } },
      ],
      { mode: 'partial', dryRun: true },
    );
    expect(outcomes.map((outcome) => outcome.issues.map((issue) => issue.path))).toEqual([['email'], []]);
    expect((await queryRecords(admin, 'contact', { filter: 'name == "Dry"' })).data).toEqual([]);
  });
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

test('the timeline joins activities and changes, page by page', async () => {
  const account = await createRecord(admin, 'account', { name: 'Timed' });
  const about = { account: account.data.id };
  await createRecord(admin, 'activity', { ...about, name: 'Old call', type: 'call', at: '2020-01-01T00:00:00Z' });
  await createRecord(admin, 'activity', {
    ...about,
    name: 'Note',
    type: 'note',
    body: 'Text',
    at: '2099-01-01T00:00:00Z',
  });
  await updateRecord(admin, 'account', account.data.id, { employees: 3 });
  const whole = await recordTimeline(admin, 'account', account.data.id);
  expect(whole.data.map((entry) => entry.title ?? entry.change?.action)).toEqual([
    'Note',
    'update',
    'create',
    'Old call',
  ]);
  expect(whole.data[0]).toMatchObject({
    at: '2099-01-01T00:00:00Z',
    kind: 'activity',
    by: { name: 'Ada' },
    object: 'activity',
    type: 'note',
    body: 'Text',
  });
  const titles: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await recordTimeline(admin, 'account', account.data.id, { limit: 1, ...(cursor && { cursor }) });
    titles.push(...page.data.map((entry) => entry.title ?? entry.change?.action));
    if (page.page.next === null) break;
    cursor = page.page.next;
  }
  expect(titles).toEqual(['Note', 'update', 'create', 'Old call']);
  const calls = await recordTimeline(admin, 'account', account.data.id, { kind: 'activity' });
  expect(calls.data).toHaveLength(2);
  expect((await refusal(recordTimeline(admin, 'account', account.data.id, { cursor: 'x' }))).code).toBe(
    'invalid_cursor',
  );
  expect((await refusal(recordTimeline(rep, 'account', account.data.id))).code).toBe('record_not_found');
});

describe('idempotency', () => {
  const create = (key: string, name: string) =>
    idempotently(
      admin,
      { key, request: { name } },
      async (ctx) => (await createRecord(ctx, 'account', { name })).data.id,
    );
  const made = async (name: string) =>
    (await queryRecords(admin, 'account', { filter: `name == "${name}"`, count: 'exact' })).count;

  test('the same request takes effect once and is answered alike', async () => {
    const first = await create('k1', 'Once');
    const second = await create('k1', 'Once');
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ answer: first.answer, replayed: true });
    expect(await made('Once')).toBe(1);
    expect((await refusal(create('k1', 'Other'))).code).toBe('idempotency_mismatch');
  });

  test('ten at once take effect once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('k2', 'Ten')));
    expect(new Set(answers.map((each) => each.answer)).size).toBe(1);
    expect(answers.filter((each) => !each.replayed)).toHaveLength(1);
    expect(await made('Ten')).toBe(1);
  });

  test('a refused request may be sent again', async () => {
    await refusal(create('k3', ''));
    expect((await create('k3', 'Mended')).replayed).toBe(false);
  });
});

describe('saved views', () => {
  const view = (name: string, rest: object = {}) => ({
    object: 'account',
    name,
    type: 'table',
    columns: [{ name: 'name' }, { name: 'owner.name', width: 120 }],
    filter: 'employees > 3',
    sort: '-employees',
    ...rest,
  });

  test('are one’s own, or shared', async () => {
    const mine = await createSavedView(admin, view('Mine'));
    await createSavedView(admin, view('Team', { shared_with: 'team' }));
    await createSavedView(admin, view('All', { shared_with: 'everybody' }));
    const stranger = await workspace.person(['everything']);
    const names = async (ctx: AccessContext) => (await listSavedViews(ctx, 'account')).map((each) => each.name);
    expect(await names(admin)).toEqual(['All', 'Mine', 'Team']);
    expect(await names(rep)).toEqual(['All', 'Team']);
    expect(await names(stranger)).toEqual(['All']);
    const changed = await updateSavedView(admin, mine.id, { name: 'Renamed', filter: null });
    expect(changed).toMatchObject({ name: 'Renamed', sort: '-employees' });
    expect(changed).not.toHaveProperty('filter');
    expect((await refusal(updateSavedView(rep, mine.id, { name: 'X' }))).code).toBe('not_found');
    expect((await refusal(deleteSavedView(rep, mine.id))).code).toBe('not_found');
    await deleteSavedView(admin, mine.id);
    expect((await refusal(deleteSavedView(admin, mine.id))).code).toBe('not_found');
  });

  test('must show something', async () => {
    const refused = async (input: unknown) => (await refusal(createSavedView(rep, input))).issues[0];
    expect(await refused(view('X', { columns: [{ name: 'secret' }] }))).toMatchObject({
      path: 'fields.0',
      code: 'unknown_field',
    });
    expect(await refused(view('X', { filter: 'nothing > 1' }))).toMatchObject({ path: 'filter' });
    expect(await refused(view('X', { colour: 1 }))).toMatchObject({ path: 'colour', code: 'unknown_property' });
    expect(await refused({ object: 'account' })).toMatchObject({ path: 'name' });
    expect((await refusal(createSavedView(rep, view('X', { object: 'activity' })))).code).toBe('forbidden');
  });
});
