import { enricher, label, type JsonObject, type ProposedValue } from '@stratacrm/sdk';

/** So many gifts for one purpose, and so large a part of the last ones, say that somebody cares about it. */
const LATEST = 50;
const LEAST = 2;
const SHARE = 0.3;

/** What a donor cares about, seen from what he gave for, without his being asked. */
export const caresAbout = enricher(
  {
    name: 'cares_about',
    label: label('What his gifts say', '历次捐赠记录'),
    description: label(
      'Proposes what a donor cares about from the purposes of his last fifty gifts.',
      '根据最近五十次捐赠的用途建议关注领域。',
    ),
    icon: 'heart-handshake',
    object: 'contact',
    reads: ['give__interests'],
    fields: ['give__interests'],
  },
  async ({ record }, host) => {
    const { data } = await host.records.query('give__gift', {
      filter: `donor == ${JSON.stringify(record.id)} && status == "received" && purpose != null`,
      fields: ['purpose'],
      sort: '-received_on',
      limit: LATEST,
    });
    return interestsOf(data);
  },
);

/** Purposes he gave for again and again; what was given where it is needed most says nothing of him. */
export function interestsOf(gifts: readonly JsonObject[]): ProposedValue[] {
  const counts = new Map<string, number>();
  for (const { purpose } of gifts) if (typeof purpose === 'string') counts.set(purpose, (counts.get(purpose) ?? 0) + 1);
  const cares = [...counts]
    .filter(([purpose, n]) => purpose !== 'where_needed' && n >= LEAST && n / gifts.length >= SHARE)
    .toSorted(([, a], [, b]) => b - a);
  if (cares.length === 0) return [];
  const n = cares.reduce((sum, [, times]) => sum + times, 0);
  const source = label(`${n} of his last ${gifts.length} gifts`, `最近 ${gifts.length} 次捐赠中有 ${n} 次`);
  return [{ field: 'give__interests', value: cares.map(([purpose]) => purpose), source }];
}
