import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HookRecord, JsonObject, StepOutput } from '@stratacrm/sdk';
import { fakeHost, type FakeHost } from '@stratacrm/sdk/testing';
import { awardPoints } from '../src/ledger/award-points.ts';
import { bookEntries } from '../src/ledger/book-entries.ts';
import { duePoints } from '../src/ledger/due-points.ts';
import { earnedPoints } from '../src/ledger/earned-points.ts';

const NOW = '2026-11-22T08:00:00.000Z';

function host(): FakeHost {
  return fakeHost({
    now: NOW,
    settings: { points_valid_months: 24 },
    matches: (_, filter, record) => filter.includes(record.id),
    records: {
      contact: [
        { id: 'ann', air__number: 'SK1', air__points: 5000, air__last_entry: 3, air__tier: 'gold' },
        { id: 'bob', air__number: 'SK2', air__points: 0, air__last_entry: null, air__tier: 'blue' },
        { id: 'guest', air__number: null, air__points: 0 },
      ],
      air__reward: [
        { id: 'lounge', points: 3000, active: true, tiers: [], valid_days: 30 },
        { id: 'suite', points: 100, active: true, tiers: ['platinum'] },
        { id: 'gone', points: 1, active: false },
      ],
      air__segment: [
        {
          id: 'flown',
          member: 'ann',
          status: 'flown',
          cabin: 'business',
          fare: 'full',
          flight: { id: 'f', distance: 1000 },
        },
        {
          id: 'booked',
          member: 'ann',
          status: 'booked',
          cabin: 'economy',
          fare: 'flex',
          flight: { id: 'f', distance: 1000 },
        },
      ],
      air__recovery: [{ id: 'late', member: 'ann', status: 'approved', points: 1500 }],
      air__points_entry: [{ id: 'entry', member: 'ann', kind: 'redeem', points: -3000 }],
      air__tier_terms: [{ id: 't', tier: 'gold', bonus: '25' }],
    },
  });
}

const record = (after: JsonObject): HookRecord => ({ id: 'new', before: null, after, changed: [] });

async function book(...entries: JsonObject[]) {
  const verdicts = (await bookEntries(entries.map(record), host())) ?? [];
  return verdicts.map((verdict) => verdict?.set ?? verdict?.errors?.[0]?.field);
}

void test('points of a flight follow from the flight, the fare and the tier', async () => {
  const [set] = await book({ member: 'ann', kind: 'earn', segment: 'flown', points: 999_999 });
  const wanted = { tier_points: 2500, points: 3125, sequence: 4, balance: 8125, expires_on: '2028-11-22' };
  assert.deepEqual({ ...(set as JsonObject), ...wanted }, set);
  assert.deepEqual(earnedPoints({ distance: 1075, cabin: 'economy', fare: 'saver', bonus: 0 }), {
    tierPoints: 538,
    points: 538,
  });
});

void test('the step of a promotion multiplies points, never tier points, and books a segment once', async () => {
  const [doubled] = await book({ member: 'ann', kind: 'earn', segment: 'flown', promotion: 100 });
  assert.deepEqual([(doubled as JsonObject)['points'], (doubled as JsonObject)['tier_points']], [5625, 2500]);
  const workspace = fakeHost({
    now: NOW,
    matches: (object, filter) => object === 'contact' || filter.includes('segment == "flown"'),
    records: {
      air__segment: [
        { id: 'flown', member: 'ann', status: 'flown' },
        { id: 'booked', member: 'ann', status: 'booked' },
      ],
    },
  });
  const award = (id: string): Promise<StepOutput> =>
    awardPoints({ record: { object: 'air__segment', id }, settings: { extra: 100 }, run: 'r', key: 'k' }, workspace);
  assert.equal((await award('booked')).outcome, 'nothing');
  for (let round = 0; round < 2; round++) await award('flown');
  assert.deepEqual(
    workspace.kept['air__points_entry']?.map(({ segment, kind, promotion }) => [segment, kind, promotion]),
    [['flown', 'earn', 100]],
  );
});

void test('entries of one save follow one another, and the balance never falls below zero', async () => {
  const redeem = { member: 'ann', kind: 'redeem', reward: 'lounge' };
  const [first, second, third] = await book(redeem, redeem, { member: 'ann', kind: 'bonus', points: 10 });
  assert.deepEqual([(first as JsonObject)['sequence'], (first as JsonObject)['balance']], [4, 2000]);
  assert.equal(second, 'points');
  assert.deepEqual([(third as JsonObject)['sequence'], (third as JsonObject)['balance']], [5, 2010]);
});

void test('nobody earns what he has not flown, nor gets what is not offered to him', async () => {
  assert.deepEqual(
    await book(
      { member: 'ann', kind: 'earn', segment: 'booked' },
      { member: 'bob', kind: 'earn', segment: 'flown' },
      { member: 'guest', kind: 'bonus', points: 5 },
      { member: 'bob', kind: 'redeem', reward: 'lounge' },
      { member: 'ann', kind: 'redeem', reward: 'suite' },
      { member: 'ann', kind: 'redeem', reward: 'gone' },
      { member: 'bob', kind: 'compensation', recovery: 'late' },
      { member: 'bob', kind: 'refund', takes_back: 'entry' },
      { member: 'ann', kind: 'bonus', points: -5 },
      { member: 'ann', kind: 'gift', points: 5 },
    ),
    ['segment', 'segment', 'member', 'points', 'reward', 'reward', 'recovery', 'takes_back', 'points', 'kind'],
  );
});

void test('compensation and refunds take their points from what they are for; keys are the member’s own', async () => {
  const [paid, back] = await book(
    { member: 'ann', kind: 'compensation', recovery: 'late', points: 9, request_key: 'k' },
    { member: 'ann', kind: 'refund', takes_back: 'entry' },
  );
  assert.deepEqual([(paid as JsonObject)['points'], (paid as JsonObject)['request_key']], [1500, 'ann:k']);
  assert.equal((back as JsonObject)['points'], 3000);
});

void test('what is used counts against the points that end first', () => {
  assert.deepEqual(duePoints({ over: 0, used: 0, coming: [] }), { expire: 0, soon: 0, on: null });
  assert.deepEqual(duePoints({ over: 500, used: 200, coming: [] }), { expire: 300, soon: 0, on: null });
  // What expired once is among what is used: nothing expires twice.
  assert.deepEqual(duePoints({ over: 500, used: 500, coming: [{ on: '2027-01-01', points: 40 }] }), {
    expire: 0,
    soon: 40,
    on: '2027-01-01',
  });
  const coming = [
    { on: '2026-12-01', points: 100 },
    { on: '2026-12-20', points: 70 },
  ];
  assert.deepEqual(duePoints({ over: 50, used: 150, coming }), { expire: 0, soon: 70, on: '2026-12-20' });
  assert.deepEqual(duePoints({ over: 50, used: 110, coming }), { expire: 0, soon: 110, on: '2026-12-01' });
});
