import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { readTerms } from '../tiers/review-tiers.ts';
import { requireMember } from './own-member.ts';

const FIELDS = [
  'name',
  'air__number',
  'air__tier',
  'air__tier_until',
  'air__tier_points',
  'air__points',
  'air__expiring',
  'air__expires_on',
  'air__flights',
  'air__seat',
  'air__zone',
  'air__meal',
  'air__language',
];

/** How long after a flight its passenger is still asked how it was: sixty days. */
const FRESH_HOURS = 1_440;

/** A member's account on one page: points, the way to the next tier, flights to come, what happened last, what there is to redeem. */
export async function account({ member: given }: { member?: string }, host: PluginHost): Promise<JsonValue> {
  const member = await requireMember(host, given, FIELDS);
  const own = `member == ${JSON.stringify(member.id)}`;
  const terms = await readTerms(host);
  const present = terms.findIndex(({ tier }) => tier === member['air__tier']);
  const next = terms[present + 1];
  const points = Number(member['air__points'] ?? 0);
  const [flights, flown, entries, rewards] = [
    await host.records.query('air__segment', {
      filter: `${own} && status in ["booked", "checked_in", "boarded"]`,
      fields: ['number', 'flight.name', 'flight.origin', 'flight.destination', 'departs_at', 'seat', 'meal', 'status'],
      sort: 'departs_at',
      limit: 5,
    }),
    await host.records.query('air__segment', {
      filter: `${own} && status == "flown" && departs_at > now() - duration("${FRESH_HOURS}h") && !related("air__touchpoint.segment").exists(t, t.kind == "flight")`,
      fields: ['number', 'flight.name', 'flight.origin', 'flight.destination', 'departs_at'],
      sort: '-departs_at',
      limit: 2,
    }),
    await host.records.query('air__points_entry', {
      filter: own,
      fields: ['booked_at', 'kind', 'points', 'balance', 'reward.name', 'segment.number', 'voucher', 'expires_on'],
      sort: '-sequence',
      limit: 8,
    }),
    await host.records.query('air__reward', {
      filter: 'active == true',
      fields: ['name', 'kind', 'points', 'tiers', 'description'],
      sort: 'points',
      limit: 50,
    }),
  ];
  return {
    member: { ...member, air__points: points },
    next:
      next === undefined
        ? null
        : {
            tier: next.tier,
            points: next.qualifyPoints,
            missing: Math.max(0, next.qualifyPoints - Number(member['air__tier_points'] ?? 0)),
          },
    flights: flights.data as JsonObject[],
    flown: flown.data as JsonObject[],
    entries: entries.data as JsonObject[],
    rewards: (rewards.data as JsonObject[]).filter(({ tiers }) => isFor(tiers, member['air__tier'])),
  };
}

function isFor(tiers: JsonValue | undefined, tier: JsonValue | undefined): boolean {
  return !Array.isArray(tiers) || tiers.length === 0 || tiers.includes(tier ?? '');
}
