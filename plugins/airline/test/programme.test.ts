import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDigit } from '../src/member/number-members.ts';
import { decidedBy, suggestedPoints } from '../src/recovery/suggested-points.ts';
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
