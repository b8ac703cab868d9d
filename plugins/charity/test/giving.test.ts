import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HookRecord, JsonObject } from '@stratacrm/sdk';
import { fakeHost } from '@stratacrm/sdk/testing';
import { judgeStanding } from '../src/donors/judge-standing.ts';
import { completeGifts } from '../src/gifts/complete-gifts.ts';
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
  const amount = { amount: '50.00', currency: 'CNY' };
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
  assert.deepEqual(first, { title: '50.00 CNY · Health', household: 'house', pledge: 'promise', instalment: 'first' });
  assert.equal(second?.['instalment'], 'second');
  assert.deepEqual(plain, { title: '50.00 CNY', household: null });
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
