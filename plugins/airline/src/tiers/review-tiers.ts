import { addMonths, type JsonObject, type JsonValue, type PluginHost } from '@stratacrm/sdk';
import { chunksOf, idOf, isOneOf } from '../ids.ts';
import { judgeTier, type TierTerms } from './judge-tier.ts';

const FIELDS = ['air__tier', 'air__tier_until', 'air__tier_points'];
const TOGETHER = 200;

/** So many members are looked at in one job; the rest in the next. */
const PAGES = 50;

/** Looks at every member, page by page; a long list goes on in a job of its own. */
export async function reviewAllTiers(payload: JsonValue, host: PluginHost): Promise<JsonValue> {
  let after = typeof payload === 'string' ? payload : '';
  let changed = 0;
  for (let page = 0; page < PAGES; page++) {
    const { data } = await host.records.query('contact', {
      filter: `air__number != null${after === '' ? '' : ` && id > ${JSON.stringify(after)}`}`,
      fields: FIELDS,
      sort: 'id',
      limit: TOGETHER,
    });
    changed += (await reviewTiers(data as Member[], host)).length;
    if (data.length < TOGETHER) return { changed };
    after = data.at(-1)!.id;
  }
  await host.jobs.start('review_tiers', after);
  return { changed };
}

type Member = JsonObject & { id: string };

/** A member whose tier is another now. */
export interface TierChange {
  id: string;
  from: string | null;
  to: string | null;
}

/** Judges these members by the last twelve months, and tells workflows of those who have another tier now. */
export async function reviewTiers(members: readonly Member[], host: PluginHost): Promise<TierChange[]> {
  const today = host.today();
  const terms = await readTerms(host);
  const changes: TierChange[] = [];
  for (const some of chunksOf(members, TOGETHER)) {
    const facts = await recentFacts(some, addMonths(today, -12) ?? today, host);
    const update: JsonObject[] = [];
    for (const member of some) {
      const { tierPoints = 0, flights = 0 } = facts.get(member.id) ?? {};
      const from = textOf(member['air__tier']);
      const until = textOf(member['air__tier_until']);
      const next = judgeTier(terms, { tier: from, until, tierPoints, flights }, today);
      if (next.tier === from && next.until === until && Number(member['air__tier_points'] ?? 0) === tierPoints)
        continue;
      update.push({ id: member.id, air__tier: next.tier, air__tier_until: next.until, air__tier_points: tierPoints });
      if (next.tier !== from) changes.push({ id: member.id, from, to: next.tier });
    }
    if (update.length > 0) await host.records.bulk('contact', { update });
  }
  const levels = new Map(terms.map(({ tier, level }) => [tier, level]));
  for (const { id, from, to } of changes) {
    const isUp = (levels.get(to ?? '') ?? 0) > (levels.get(from ?? '') ?? -1);
    await host.events.emit('tier_changed', { record: id, results: { from, to, up: isUp } });
  }
  return changes;
}

export async function readTerms(host: PluginHost): Promise<TierTerms[]> {
  const { data } = await host.records.query('air__tier_terms', { sort: 'level', limit: 50 });
  return data.map((terms) => ({
    tier: String(terms['tier']),
    level: Number(terms['level']),
    qualifyPoints: Number(terms['qualify_points']),
    qualifyFlights: terms['qualify_flights'] == null ? null : Number(terms['qualify_flights']),
    validMonths: Number(terms['valid_months']),
  }));
}

async function recentFacts(
  members: readonly Member[],
  since: string,
  host: PluginHost,
): Promise<Map<string, { tierPoints: number; flights: number }>> {
  const rows = await host.records.aggregate('air__points_entry', {
    filter: `${isOneOf(
      'member',
      members.map(({ id }) => id),
    )} && kind == "earn" && booked_at >= ${JSON.stringify(since)}`,
    group_by: ['member'],
    aggregates: { tier_points: 'sum(tier_points)', flights: 'count()' },
    limit: TOGETHER,
  });
  return new Map(
    rows.map((row) => [
      idOf(row['member']) ?? '',
      { tierPoints: Number(row['tier_points'] ?? 0), flights: Number(row['flights']) },
    ]),
  );
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
