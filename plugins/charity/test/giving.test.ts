import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HookRecord, JsonObject } from '@stratacrm/sdk';
import { fakeHost } from '@stratacrm/sdk/testing';
import { judgeStanding } from '../src/donors/judge-standing.ts';
import { wayOfThanks, type ThanksFacts, type WayOfThanks } from '../src/donors/way-of-thanks.ts';
import { completeGifts } from '../src/gifts/complete-gifts.ts';
import { makeRecurring } from '../src/gifts/make-recurring.ts';
import { accountError } from '../src/numbers/account.ts';
import { taxNumberError } from '../src/numbers/tax-number.ts';
import { interestsOf } from '../src/donors/cares-about.ts';
import { readPayments } from '../src/gifts/payments.ts';
import { planInstalments } from '../src/gifts/plan-instalments.ts';
import { dayOf, timesUntil } from '../src/gifts/rhythm.ts';

void test('where a donor stands', () => {
  const standing = (first: number, last: number, thisYear: number, lastYear: number) =>
    judgeStanding({ first, last, thisYear, lastYear }, 2026);
  assert.deepEqual(
    [
      standing(2026, 2026, 5, 0),
      standing(2020, 2026, 5, 5),
      standing(2020, 2026, 5, 0),
      standing(2020, 2025, 0, 5),
      standing(2020, 2023, 0, 0),
      standing(2015, 2021, 0, 0),
    ],
    ['new', 'retained', 'regained', 'lybunt', 'sybunt', 'lapsed'],
  );
});

void test('everybody is thanked as he wishes, else by what he gave and how he can be reached', () => {
  const nobody = { wish: null, leaveAlone: false, hasMail: true, hasPhone: true, isFirst: false, isLarge: false };
  const way = (facts: Partial<ThanksFacts>, callFirst = true): WayOfThanks =>
    wayOfThanks({ ...nobody, ...facts }, { callFirst });
  assert.deepEqual(
    [
      way({}),
      way({ hasMail: false }),
      way({ isFirst: true }),
      way({ isFirst: true }, false),
      way({ isFirst: true, hasPhone: false }),
      way({ isFirst: true, wish: 'email' }),
      way({ isLarge: true, isFirst: true }),
      way({ isLarge: true, wish: 'letter' }),
      way({ wish: 'call' }),
      way({ wish: 'call', hasPhone: false }),
      way({ wish: 'quietly', isLarge: true }),
      way({ wish: 'call', leaveAlone: true }),
    ],
    [
      'by_mail',
      'by_letter',
      'by_call',
      'by_mail',
      'by_mail',
      'by_mail',
      'in_person',
      'by_letter',
      'by_call',
      'by_letter',
      'quietly',
      'quietly',
    ],
  );
});

void test('a pledge is divided to the cent', () => {
  const parts = planInstalments({ amount: 1000, instalments: 3, rhythm: 'month', startsOn: '2026-01-31' });
  assert.deepEqual(
    parts.map(({ dueOn, amount }) => [dueOn, amount]),
    [
      ['2026-01-31', '333.33'],
      ['2026-02-28', '333.33'],
      ['2026-03-31', '333.34'],
    ],
  );
  const cents = planInstalments({ amount: 0.05, instalments: 3, rhythm: 'year', startsOn: '2026-01-01' });
  assert.equal(
    cents.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0),
    5,
  );
});

void test('a rhythm keeps its day through short months', () => {
  assert.deepEqual(
    [0, 1, 2, 12].map((n) => dayOf('2024-01-31', 'month', n)),
    ['2024-01-31', '2024-02-29', '2024-03-31', '2025-01-31'],
  );
  assert.equal(timesUntil('2026-01-31', 'month', '2026-01-30'), 0);
  assert.equal(timesUntil('2026-01-31', 'month', '2026-03-30'), 2);
  assert.equal(timesUntil('2026-01-31', 'quarter', '2026-12-31'), 4);
});

void test('a gift knows its household, and pays the oldest open instalment of its own pledge', async () => {
  const host = fakeHost({
    matches: (object, filter, record) =>
      object === 'give__instalment' ? filter.includes(String(record['pledge'])) : filter.includes(record.id),
    records: {
      contact: [
        { id: 'ann', give__household: { id: 'house' } },
        { id: 'bob', give__household: null },
      ],
      give__instalment: [
        { id: 'first', pledge: 'promise', donor: 'ann' },
        { id: 'second', pledge: 'promise', donor: 'ann' },
      ],
    },
  });
  const record = (after: JsonObject): HookRecord => ({ id: 'new', before: null, after, changed: [] });
  const amount = { amount: '1250000.00', currency: 'CNY' };
  const verdicts = await completeGifts(
    [
      record({ donor: 'ann', amount, purpose: 'health', pledge: 'promise' }),
      record({ donor: 'ann', amount, pledge: 'promise' }),
      record({ donor: 'bob', amount }),
      record({ donor: 'bob', amount, pledge: 'promise' }),
    ],
    host,
  );
  const [first, second, plain] = (verdicts ?? []).map((verdict) => verdict?.set);
  assert.deepEqual(first, { title: '1,250,000.00 CNY', household: 'house', pledge: 'promise', instalment: 'first' });
  assert.equal(second?.['instalment'], 'second');
  assert.deepEqual(plain, { title: '1,250,000.00 CNY', household: null });
  assert.equal(verdicts?.[3]?.errors, undefined);
});

void test('nobody pays the pledge of another', async () => {
  const host = fakeHost({
    matches: () => true,
    records: { contact: [], give__instalment: [{ id: 'first', pledge: 'promise', donor: 'ann' }] },
  });
  const after = { donor: 'bob', amount: { amount: '5', currency: 'CNY' }, pledge: 'promise' };
  const [verdict] = (await completeGifts([{ id: 'new', before: null, after, changed: [] }], host)) ?? [];
  assert.equal(verdict?.errors?.[0]?.field, 'pledge');
});

void test('a slip in a number is found before it stands on a receipt or goes to the bank', () => {
  for (const good of ['11010519491231002X', '9135 0100 M000 100Y 43', 'DE 123/456-789'])
    assert.equal(taxNumberError(good, true), null, good);
  assert.notEqual(taxNumberError('110105194912310021', true), null);
  assert.notEqual(taxNumberError('DE123456789', false), null);
  for (const good of ['DE89370400440532013000', '6217000010000000011']) assert.equal(accountError(good), null, good);
  for (const slip of ['DE89370400440532013001', '6217000010000000012', 'cash'])
    assert.notEqual(accountError(slip), null, slip);
});

void test('what somebody cares about is seen from what he gave for again and again', () => {
  const of = (...purposes: string[]) => interestsOf(purposes.map((purpose) => ({ purpose })));
  assert.deepEqual(
    of('nature', 'education', 'nature', 'where_needed').map(({ value }) => value),
    [['nature']],
  );
  assert.deepEqual(of('nature', 'education'), []);
  assert.deepEqual(of('where_needed', 'where_needed', 'where_needed'), []);
});

void test('card payments are read between two moments, page by page, and the last month once more', async () => {
  const asked: string[] = [];
  const charge = (id: string, more: JsonObject = {}): JsonObject => {
    const about = { amount: 12_550, currency: 'cny', created: 1_767_196_800, paid: true, refunded: false };
    return {
      id,
      ...about,
      description: 'Books',
      receipt_email: 'a@b.example',
      billing_details: { email: null, name: 'Ann' },
      ...more,
    };
  };
  const pages = [
    { data: [charge('ch_1'), charge('ch_2', { refunded: true })], has_more: true },
    { data: [charge('ch_3', { currency: 'jpy' })], has_more: false },
  ];
  const fetch = async (url: string) => {
    asked.push(url);
    return { status: 200, headers: {}, body: (pages.shift() ?? { data: [] }) as JsonObject };
  };
  const host = fakeHost({ now: '2026-01-01T00:00:00.000Z', fetch });
  const settings = { payments_hours: 8 };
  const first = await readPayments({ cursor: null, settings }, host);
  assert.deepEqual(first.rows, [
    {
      payment: 'ch_1',
      email: 'a@b.example',
      amount: { amount: '125.50', currency: 'CNY' },
      // It was the last day of the year in London, and not any more in Shanghai.
      paid_on: '2026-01-01',
      text: 'Books',
      method: 'card',
      payer: 'Ann',
    },
  ]);
  assert.equal(first.more, true);
  const second = await readPayments({ cursor: first.cursor ?? null, settings }, host);
  assert.match(asked[1]!, /starting_after=ch_2$/);
  assert.deepEqual([second.rows[0]?.['amount'], second.more], [{ amount: '12550', currency: 'JPY' }, false]);
  await readPayments({ cursor: second.cursor ?? null, settings }, fakeHost({ now: '2026-01-02T00:00:00.000Z', fetch }));
  const range = /gte\]=(\d+)&created\[lt\]=(\d+)/.exec(asked[2]!)!;
  assert.deepEqual([Number(range[2]) - Number(range[1])], [31 * 86_400]);
  const refused = fakeHost({ fetch: async () => ({ status: 401, headers: {}, body: {} }) });
  await assert.rejects(Promise.resolve(readPayments({ cursor: null, settings }, refused)));
});

void test('a recurring gift that is refused stays due and is told of; the others are made', async () => {
  const terms = { status: 'active', donor: 'd1', amount: '50.00', rhythm: 'month', starts_on: '2026-11-01' };
  const host = fakeHost({
    now: '2026-11-21T08:00:00Z',
    settings: { recurring_status: 'received' },
    records: {
      give__recurring: [
        { ...terms, id: 'r1', next_on: '2026-11-01', campaign: 'closed' },
        { ...terms, id: 'r2', next_on: '2026-11-01' },
      ],
    },
    matches: (_, filter, { id, next_on }) => !filter.includes(`"${id}"`) && String(next_on) <= '2026-11-21',
  });
  // The workspace lets in what it may and says why it refuses the rest.
  host.records.bulk = async (object, { create = [], update = [] }) => {
    const isClosed = (values: JsonObject): boolean => values['campaign'] === 'closed';
    for (const values of create) if (!isClosed(values)) await host.records.create(object, values);
    for (const values of update) await host.records.update(object, String(values['id']), values);
    const refusal = { list: 'create', path: 'campaign', code: 'rule', message: 'The campaign is closed' } as const;
    const errors = create.flatMap((values, index) => (isClosed(values) ? [{ ...refusal, index }] : []));
    return { created: [], updated: [], deleted: [], restored: [], errors };
  };
  await assert.rejects(async () => makeRecurring(null, host), /r1: The campaign is closed/);
  assert.deepEqual(
    host.kept['give__recurring']!.map(({ next_on }) => next_on),
    ['2026-11-01', '2026-12-01'],
  );
  assert.deepEqual(
    host.kept['give__gift']!.map(({ recurring }) => recurring),
    ['r2'],
  );
});
