import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AIRPORT, BOOKING, FLIGHT, readCode } from '../src/codes/codes.ts';
import { demo } from '../src/demo/demo.ts';
import { habitsOf } from '../src/member/habits.ts';
import { isMembershipNumber } from '../src/member/membership-number.ts';
import { checkDigit } from '../src/member/number-members.ts';
import { decidedBy, suggestedPoints } from '../src/recovery/suggested-points.ts';
import { seeds } from '../src/seeds.ts';
import { judgeTier, type TierTerms } from '../src/tiers/judge-tier.ts';

const TERMS: TierTerms[] = [
  { tier: 'blue', level: 0, qualifyPoints: 0, qualifyFlights: null, validMonths: 120 },
  { tier: 'silver', level: 1, qualifyPoints: 20_000, qualifyFlights: 20, validMonths: 12 },
  { tier: 'gold', level: 2, qualifyPoints: 50_000, qualifyFlights: null, validMonths: 12 },
];
const today = '2026-11-22';
const judge = (tier: string | null, until: string | null, tierPoints: number, flights = 0) =>
  Object.values(judgeTier(TERMS, { tier, until, tierPoints, flights }, today));

void test('a tier is reached at once, by points or by flights', () => {
  assert.deepEqual(judge(null, null, 0), ['blue', null]);
  assert.deepEqual(judge('blue', null, 50_000), ['gold', '2027-11-22']);
  assert.deepEqual(judge('blue', null, 100, 20), ['silver', '2027-11-22']);
});

void test('it is kept until it ends, renewed where it was earned again, and lost one level at a time', () => {
  assert.deepEqual(judge('gold', '2026-11-22', 0), ['gold', '2026-11-22']);
  assert.deepEqual(judge('gold', '2026-11-21', 51_000), ['gold', '2027-11-22']);
  assert.deepEqual(judge('gold', '2026-11-21', 0), ['silver', '2027-11-22']);
  assert.deepEqual(judge('silver', '2026-11-21', 0), ['blue', null]);
});

void test('a slip of the pen in a membership number is noticed', () => {
  assert.equal(checkDigit('7992739871'), 3);
  assert.notEqual(checkDigit('7992739871'), checkDigit('7992739781'));
  assert.equal(isMembershipNumber('SK79927398713'), true);
  assert.equal(isMembershipNumber('SK79927398731'), false);
  assert.equal(isMembershipNumber('79927398713'), false);
});

void test('what is offered grows with the delay and the tier, and has its limits', () => {
  assert.equal(suggestedPoints({ cause: 'delay', tier: 'blue', delayMinutes: 30 }), 1000);
  assert.equal(suggestedPoints({ cause: 'delay', tier: 'platinum', delayMinutes: 190 }), 5000);
  const limits = { agent: 3000, manager: 20_000 };
  assert.deepEqual(
    [3000, 3001, 20_001].map((points) => decidedBy(points, limits)),
    ['agent', 'manager', 'above'],
  );
});

void test('codes are read as people write them', () => {
  assert.deepEqual(readCode(' sk-0150 ', FLIGHT), { value: 'SK150' });
  assert.deepEqual(readCode('9c 8851', FLIGHT), { value: '9C8851' });
  assert.deepEqual(readCode('k7m/2qx', BOOKING), { value: 'K7M2QX' });
  assert.deepEqual(readCode('pvg', AIRPORT), { value: 'PVG' });
  for (const [slip, code] of [
    ['1501', FLIGHT],
    ['SK15011', FLIGHT],
    ['K7M2Q', BOOKING],
    ['Shanghai', AIRPORT],
  ] as const)
    assert.ok('error' in readCode(slip, code), slip);
});

void test('what he mostly chose is proposed, and nobody is said to like the middle', () => {
  const flight = { seat_map: '1-2:AC-DF 3-11:ABC-DEF' };
  const on = (...seats: string[]) => seats.map((seat) => ({ seat, flight, meal: 'muslim', language: null }));
  const proposed = habitsOf(on('3A', '4A', '5F', '9B'));
  assert.deepEqual(
    proposed.map(({ field, value }) => [field, value]),
    [
      ['air__seat', 'window'],
      ['air__zone', 'front'],
      ['air__meal', 'muslim'],
    ],
  );
  assert.deepEqual(proposed[0]!.source, { en: '3 of his last 4 flights', zh: '最近 4 次乘机中有 3 次' });
  assert.deepEqual(
    habitsOf(on('3B', '4B', '5B', '6A')).map(({ field }) => field),
    ['air__zone', 'air__meal'],
  );
  assert.deepEqual(habitsOf(on('3A', '4A')), []);
});

void test('in the demonstration nobody flew before he joined, or waits for a tier that he has reached', () => {
  const rowsOf = (records: typeof demo.records, object: string) => records.find((each) => each.object === object)!.rows;
  const daysOf = (value: unknown): number => (value as { $days: number }).$days;
  const flights = new Map(rowsOf(demo.records, 'air__flight').map((row) => [`air__flight/${row.$key}`, row]));
  const terms = rowsOf(seeds, 'air__tier_terms');
  for (const member of rowsOf(demo.records, 'contact')) {
    const own = rowsOf(demo.records, 'air__segment').filter(
      (row) => (row['member'] as { $ref: string }).$ref === `contact/${member.$key}`,
    );
    assert.ok(own.length > 0);
    for (const { flight } of own) {
      const day = daysOf(flights.get((flight as { $ref: string }).$ref)!['departs_at']);
      assert.ok(day >= daysOf(member['air__joined_on']), String(member['name']));
    }
    const { level } = terms.find((row) => row['tier'] === member['air__tier'])!;
    const reached = terms.findLast((row) => Number(row['qualify_points']) <= Number(member['air__tier_points']))!;
    assert.ok(Number(level) >= Number(reached['level']), String(member['name']));
  }
});
