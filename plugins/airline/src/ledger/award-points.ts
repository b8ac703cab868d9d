import type { JsonObject, PluginHost, StepInput, StepOutput } from '@stratacrm/sdk';
import { idOf } from '../ids.ts';
import { reviewTiers } from '../tiers/review-tiers.ts';

/** The workflow step "Award points": for a flown segment, once, and the tier that follows from it. */
export async function awardPoints({ record, settings }: StepInput, host: PluginHost): Promise<StepOutput> {
  const segment = record === null ? null : await host.records.get('air__segment', record.id, ['member', 'status']);
  const member = idOf(segment?.['member']);
  if (segment === null || member === null || segment['status'] !== 'flown')
    return { outcome: 'nothing', results: { points: 0 } };
  const promotion = Number(settings['extra'] ?? 0);
  const entry = await book(host, { member, kind: 'earn', segment: segment.id, promotion });
  const standing = await host.records.get('contact', member, ['air__tier', 'air__tier_until', 'air__tier_points']);
  const [change] = standing === null ? [] : await reviewTiers([standing], host);
  return { results: { points: Number(entry?.['points'] ?? 0), tier: change?.to ?? standing?.['air__tier'] ?? null } };
}

/** Tried again where another entry of the member came first; what was booked before stays as it is. */
export async function book(host: PluginHost, entry: JsonObject): Promise<JsonObject | null> {
  const [source] = ['segment', 'recovery'].filter((name) => entry[name] !== undefined);
  for (let attempt = 1; ; attempt++) {
    const filter = `${source} == ${JSON.stringify(entry[source!])} && kind == ${JSON.stringify(entry['kind'])}`;
    const { data } = await host.records.query('air__points_entry', { filter, fields: ['points'], limit: 1 });
    if (data[0] !== undefined) return data[0];
    try {
      return await host.records.create('air__points_entry', entry);
    } catch (error) {
      if ((error as { code?: string }).code !== 'not_unique' || attempt === 10) throw error;
    }
  }
}
