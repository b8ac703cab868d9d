import { StrataError, type RecordQuery } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../testing/refusal.ts';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { getRecord } from './get-record.ts';
import { groupRecords } from './group-records.ts';
import { queryRecords } from './query-records.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;
let boss: AccessContext;

const INDUSTRIES = ['energy', 'retail', null];

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada' });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
  boss = await workspace.person(['own_only'], { name: 'Boss', managedTeams: [team] });
  await bulkRecords(admin, 'account', {
    create: Array.from({ length: 30 }, (_, i) => ({
      name: `Account ${String(i).padStart(2, '0')}`,
      industry: INDUSTRIES[i % 3]!,
      employees: i % 4 === 0 ? null : i * 10,
      revenue: i % 5 === 0 ? null : { amount: String(i), currency: 'CNY' },
      founded: i % 2 === 0 ? `20${10 + (i % 3)}-0${1 + (i % 9)}-15` : null,
      secret: `s${i}`,
      owner: i < 10 ? rep.actor.userId : admin.actor.userId,
    })),
  });
});

async function names(ctx: AccessContext, query: RecordQuery): Promise<unknown[]> {
  const page = await queryRecords(ctx, 'account', { limit: 200, ...query });
  return page.data.map((record) => record['name']);
}

describe('filter', () => {
  test('compares', async () => {
    expect(await names(admin, { filter: 'industry == "energy" && employees > 200', sort: 'name' })).toEqual([
      'Account 21',
      'Account 27',
    ]);
    expect(await names(admin, { filter: 'revenue >= 29' })).toEqual(['Account 29']);
    expect(await names(admin, { filter: 'name.startsWith("Account 0") && !has(revenue)', sort: 'name' })).toEqual([
      'Account 00',
      'Account 05',
    ]);
    expect(await names(admin, { filter: 'big && employees < 120', sort: 'name' })).toEqual(['Account 11']);
  });

  test('has a code and a place for what is wrong with it', async () => {
    for (const [filter, code] of [
      ['industry ==', 'expression_syntax'],
      ['nmae == "x"', 'expression_unknown_name'],
      ['name =~ "x"', 'expression_syntax'],
      ['employees == "x"', 'expression_type'],
      ['frobnicate(name)', 'expression_unknown_function'],
      ['name', 'expression_type'],
    ] as const) {
      const error = await refusal(queryRecords(admin, 'account', { filter }));
      expect([filter, error.code, error.issues[0]?.path]).toEqual([filter, code, 'filter']);
    }
  });

  test('takes odd texts', async () => {
    for (const text of ["'", '"', '%', '_', '\\', '$1', '\u0000', '\ud800', '${x}']) {
      const filter = `name.contains(${JSON.stringify(text)})`;
      const result = await queryRecords(admin, 'account', { filter }).catch((error: unknown) => error);
      if (result instanceof StrataError) expect(result.status).toBe(422);
      else expect(result).toMatchObject({ data: [] });
    }
  });
});

describe('sort and cursor', () => {
  test.each([
    undefined,
    'name',
    '-name',
    'employees',
    '-employees',
    'industry,-employees',
    '-industry,name',
    'revenue,-founded',
    '-created_at',
    'owner.name,-revenue',
    'owner',
    'big,name',
    'id',
    '-id',
  ])('by %s pages through everything once, in order', async (sort) => {
    const whole = await queryRecords(admin, 'account', { limit: 200, ...(sort !== undefined && { sort }) });
    const page = async (backwards: boolean): Promise<string[]> => {
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 7, ...(sort !== undefined && { sort }), ...(cursor !== undefined && { cursor }) };
        const { data, page } = await queryRecords(admin, 'account', { ...query, backwards, fields: ['name'] });
        paged.push(...data.map((record) => record.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return paged;
    };
    const paged = await page(false);
    expect(paged).toEqual(whole.data.map((record) => record.id));
    expect(new Set(paged).size).toBe(30);
    // And from the end, the same the other way round.
    expect(await page(true)).toEqual(paged.toReversed());
  });

  test('missing values come last both ways, options in their order', async () => {
    const up = await queryRecords(admin, 'account', { sort: 'industry', limit: 200 });
    const down = await queryRecords(admin, 'account', { sort: '-industry', limit: 200 });
    const runs = (page: typeof up) => [...new Set(page.data.map((record) => record['industry']))];
    expect(runs(up)).toEqual(['energy', 'retail', null]);
    expect(runs(down)).toEqual(['retail', 'energy', null]);
  });

  test('Chinese stands by pinyin', async () => {
    const ctx = await workspace.person(['everything']);
    for (const name of ['王', '阿', '张', '李', 'Zebra', 'apple', 'Beta']) await createRecord(ctx, 'contact', { name });
    const { data } = await queryRecords(ctx, 'contact', { sort: 'name', filter: 'created_by == user.id' });
    expect(data.map((record) => record['name'])).toEqual(['apple', 'Beta', 'Zebra', '阿', '李', '王', '张']);
  });

  test('a page is not shaken by what is inserted meanwhile', async () => {
    const ctx = await workspace.person(['own_only']);
    for (const name of ['b', 'd', 'f']) await createRecord(ctx, 'account', { name });
    const first = await queryRecords(ctx, 'account', { sort: 'name', limit: 2 });
    await createRecord(ctx, 'account', { name: 'a' });
    await createRecord(ctx, 'account', { name: 'e' });
    const second = await queryRecords(ctx, 'account', { sort: 'name', limit: 5, cursor: first.page.next! });
    expect(second.data.map((record) => record['name'])).toEqual(['e', 'f']);
  });

  test('a cursor of one direction is none of the other', async () => {
    const { page } = await queryRecords(admin, 'account', { sort: 'name', limit: 2 });
    const turned = queryRecords(admin, 'account', { sort: 'name', limit: 2, backwards: true, cursor: page.next! });
    expect((await refusal(turned)).code).toBe('invalid_cursor');
  });

  test('refuses cursors that are not of this order', async () => {
    const { page } = await queryRecords(admin, 'account', { sort: 'employees', limit: 3 });
    const tag = JSON.parse(Buffer.from(page.next!, 'base64url').toString()) as unknown[];
    const forged = (values: unknown[]) => Buffer.from(JSON.stringify([tag[0], ...values])).toString('base64url');
    const id = '01890000-0000-7000-8000-000000000000';
    for (const cursor of [
      'nonsense',
      '',
      forged([]),
      forged(['5']),
      forged(['x', id]),
      forged(['5', 'x']),
      forged([5, id]),
      forged(['5', null]),
      forged([['5'], id]),
      forged(['999999999999999999999999999', id]),
    ]) {
      const error = await refusal(queryRecords(admin, 'account', { sort: 'employees', cursor }));
      expect([cursor, error.code]).toEqual([cursor, 'invalid_cursor']);
    }
    expect((await refusal(queryRecords(admin, 'account', { sort: 'name', cursor: page.next! }))).code).toBe(
      'invalid_cursor',
    );
    expect((await refusal(queryRecords(admin, 'contact', { sort: 'employees', cursor: page.next! }))).code).not.toBe(
      '',
    );
  });

  test('limits', async () => {
    for (const limit of [0, -1, 201, 1e9, 1.5, Number.NaN]) {
      expect((await refusal(queryRecords(admin, 'account', { limit }))).code).toBe('limit_out_of_range');
    }
    const { data, count, page } = await queryRecords(admin, 'account', {
      limit: 1,
      count: 'exact',
      filter: 'employees > 0',
    });
    expect([data.length, count]).toEqual([1, 22]);
    expect(page.next).not.toBeNull();
  });

  test('what has no order', async () => {
    expect((await refusal(queryRecords(admin, 'account', { sort: 'tags' }))).code).toBe('not_sortable');
    expect((await refusal(queryRecords(admin, 'account', { sort: 'nothing' }))).code).toBe('unknown_field');
  });
});

describe('fields', () => {
  test('expand references as far as they are named', async () => {
    const account = await createRecord(admin, 'account', { name: 'Deep', industry: 'energy', owner: rep.actor.userId });
    const contact = await createRecord(admin, 'contact', { name: 'C', account: account.data.id });
    const { data } = await getRecord(admin, 'contact', contact.data.id, {
      fields: ['name', 'account.name', 'account.owner.name', 'account.owner.team.name', 'industry'],
    });
    expect(data).toEqual({
      id: contact.data.id,
      name: 'C',
      industry: 'energy',
      account: {
        id: account.data.id,
        name: 'Deep',
        owner: { id: rep.actor.userId, name: 'Rep', team: { id: rep.actor.teams[0], name: 'East' } },
      },
    });
    const bare = await getRecord(admin, 'contact', contact.data.id, { fields: ['account'] });
    expect(bare.data).toEqual({ id: contact.data.id, account: account.data.id });
  });

  test('a record that may not be seen is as if the reference were empty', async () => {
    const hidden = await createRecord(admin, 'account', { name: 'Hidden', industry: 'energy' });
    const contact = await createRecord(admin, 'contact', {
      name: 'Seen',
      account: hidden.data.id,
      owner: rep.actor.userId,
    });
    const { data } = await getRecord(rep, 'contact', contact.data.id, { fields: ['account.name', 'industry'] });
    expect(data).toEqual({ id: contact.data.id, account: null, industry: null });
    const filter = `id == "${contact.data.id}" && `;
    const found = async (rest: string) => (await queryRecords(rep, 'contact', { filter: filter + rest })).data.length;
    expect(await found('account.industry == "energy"')).toBe(0);
    expect(await found('!has(account.industry)')).toBe(1);
    expect(await found('industry == "energy"')).toBe(0);
    const group = await groupRecords(rep, 'contact', {
      filter: `id == "${contact.data.id}"`,
      group_by: ['account.name'],
    });
    expect(group.data).toEqual([{ 'account.name': null, count: 1 }]);
  });
});

describe('access', () => {
  test('row rules leave what is one’s own, also through teams', async () => {
    const mine = await names(rep, { sort: 'name', filter: 'name.startsWith("Account")' });
    expect(mine).toHaveLength(10);
    const { count } = await queryRecords(rep, 'account', {
      count: 'exact',
      limit: 1,
      filter: 'name.startsWith("Account")',
    });
    expect(count).toBe(10);
    const contact = await createRecord(rep, 'contact', { name: 'Rep’s' });
    expect((await getRecord(boss, 'contact', contact.data.id)).data['name']).toBe('Rep’s');
    const other = await createRecord(admin, 'contact', { name: 'Admin’s' });
    expect((await refusal(getRecord(boss, 'contact', other.data.id))).code).toBe('record_not_found');
  });

  test('a hidden field is not there, wherever it is named', async () => {
    for (const field of ['secret', 'hint', 'nothing']) {
      const attempts: [RecordQuery, string][] = [
        [{ fields: [field] }, 'fields.0'],
        [{ sort: field }, 'sort'],
        [{ group_by: [field] }, 'group_by.0'],
        [{ aggregates: { n: `count(${field})` } }, 'aggregates.n'],
        [{ aggregates: { n: `max(${field})` } }, 'aggregates.n'],
      ];
      for (const [query, path] of attempts) {
        const grouped = query.group_by !== undefined || query.aggregates !== undefined;
        const error = await refusal(
          grouped ? groupRecords(rep, 'account', query) : queryRecords(rep, 'account', query),
        );
        expect([error.code, error.issues[0]?.path]).toEqual(['unknown_field', path]);
        expect(JSON.stringify(error.issues)).not.toContain('Secret');
      }
      const error = await refusal(queryRecords(rep, 'account', { filter: `${field} == "s1"` }));
      expect(error.code).toBe('expression_unknown_name');
      expect((await refusal(queryRecords(rep, 'contact', { fields: [`account.${field}`] }))).code).toBe(
        'unknown_field',
      );
    }
    const { data } = await queryRecords(rep, 'account', { limit: 1 });
    expect(Object.keys(data[0]!)).not.toContain('secret');
    expect(Object.keys(data[0]!)).not.toContain('hint');
  });

  test('an object that may not be read', async () => {
    expect((await refusal(queryRecords(rep, 'activity', {}))).code).toBe('forbidden');
    expect((await refusal(groupRecords(rep, 'activity', { aggregates: { n: 'count()' } }))).code).toBe('forbidden');
    expect((await refusal(queryRecords(rep, 'nothing', {}))).code).toBe('unknown_object');
    expect((await queryRecords(rep, 'user', { fields: ['name'], filter: `id == "${rep.actor.userId}"` })).data).toEqual(
      [{ id: rep.actor.userId, name: 'Rep' }],
    );
  });
});

describe('groups', () => {
  test('count and sum, in the order of the options', async () => {
    const { data } = await groupRecords(admin, 'account', {
      filter: 'name.startsWith("Account")',
      group_by: ['industry'],
      aggregates: {
        n: 'count()',
        total: 'sum(revenue)',
        staff: 'sum(employees)',
        owners: 'count(distinct owner)',
        last: 'max(founded)',
        average: 'avg(employees)',
      },
    });
    expect(data.map((group) => group['industry'])).toEqual(['energy', 'retail', null]);
    expect(data[0]).toEqual({
      industry: 'energy',
      n: 10,
      total: { amount: '120.00', currency: 'CNY' },
      staff: 990,
      owners: 2,
      last: '2010-07-15',
      average: '141.428571',
    });
  });

  test('by the reader’s calendar', async () => {
    const ctx = await workspace.person(['everything'], { timeZone: 'Asia/Shanghai' });
    const utc = await workspace.person(['everything'], { timeZone: 'UTC' });
    for (const closed_at of ['2026-01-31T15:59:00Z', '2026-01-31T16:00:00Z']) {
      await createRecord(ctx, 'deal', { name: 'T', closed_at });
    }
    const query = { group_by: [{ field: 'closed_at', bucket: 'month' }] } as const;
    const own = { filter: `created_by == "${ctx.actor.userId}"`, group_by: [...query.group_by] };
    expect((await groupRecords(ctx, 'deal', own)).data).toEqual([
      { closed_at: '2026-01-01', count: 1 },
      { closed_at: '2026-02-01', count: 1 },
    ]);
    expect((await groupRecords(utc, 'deal', own)).data).toEqual([{ closed_at: '2026-01-01', count: 2 }]);
  });

  test('having, sort and limit', async () => {
    const { data } = await groupRecords(admin, 'account', {
      filter: 'name.startsWith("Account")',
      group_by: ['industry', { field: 'founded', bucket: 'year' }],
      aggregates: { n: 'count()', total: 'sum(revenue)' },
      having: 'n >= 5 && total > 60',
      sort: '-total',
      limit: 2,
    });
    expect(data.map((group) => group['n'])).toEqual([5, 5]);
    expect(Number((data[0]!['total'] as { amount: string }).amount)).toBeGreaterThan(
      Number((data[1]!['total'] as { amount: string }).amount),
    );
  });

  test('through a reference', async () => {
    const { data } = await groupRecords(admin, 'account', {
      filter: 'name.startsWith("Account")',
      group_by: ['owner.name'],
      aggregates: { n: 'count()' },
      sort: '-n',
    });
    expect(data).toEqual([
      { 'owner.name': 'Ada', n: 20 },
      { 'owner.name': 'Rep', n: 10 },
    ]);
  });

  test('refuses what cannot be', async () => {
    const cases: [RecordQuery, string][] = [
      [{ aggregates: { n: 'sum(name)' } }, 'invalid_aggregate'],
      [{ aggregates: { n: 'drop(name)' } }, 'invalid_aggregate'],
      [{ aggregates: { 'n"; --': 'count()' } }, 'invalid_format'],
      [{ group_by: ['tags'] }, 'not_groupable'],
      [{ group_by: [{ field: 'name', bucket: 'month' }] }, 'not_bucketable'],
      [{ group_by: ['industry', 'industry'] }, 'not_unique'],
      [{ group_by: ['industry'], sort: 'nothing' }, 'unknown_property'],
      [{ group_by: ['industry'], having: 'nothing > 1' }, 'expression_unknown_name'],
    ];
    for (const [query, code] of cases) {
      expect([query, (await refusal(groupRecords(admin, 'account', query))).code]).toEqual([query, code]);
    }
  });
});
