import { enricher, label, type JsonObject, type JsonValue, type ProposedValue } from '@stratacrm/sdk';
import { readSeatMap } from '../check-in/seat-map.ts';

/** So many of his last flights are looked at, so many of them must say it, and so large a part. */
const LATEST = 20;
const LEAST = 3;
const SHARE = 0.6;

/**
 * What a member likes, seen from what he chose: where he mostly sat, what he ate, in which language he was served. Nobody
 * has to be asked, and nothing is noted unless somebody takes it.
 */
export const habits = enricher(
  {
    name: 'habits',
    label: label('What he chose on his last flights', '近期航班中的选择'),
    description: label(
      'Proposes preferences of a frequent flyer from the seats, meals and languages of his last twenty flights.',
      '根据最近二十次乘机的座位、餐食与语言，建议会员偏好。',
    ),
    icon: 'plane',
    object: 'contact',
    reads: ['air__number'],
    fields: ['air__seat', 'air__zone', 'air__meal', 'air__language'],
  },
  async ({ record }, host) => {
    if (record['air__number'] == null) return [];
    const { data } = await host.records.query('air__segment', {
      filter: `member == ${JSON.stringify(record.id)} && status == "flown"`,
      fields: ['seat', 'meal', 'language', 'flight.seat_map'],
      sort: '-departs_at',
      limit: LATEST,
    });
    return habitsOf(data);
  },
);

/** The same choice on most flights where there was one. */
export function habitsOf(flown: readonly JsonObject[]): ProposedValue[] {
  const places = flown.map(placeOf);
  const chosen: Record<string, (JsonValue | undefined)[]> = {
    air__seat: places.map((place) => (place?.place === 'middle' ? 'neither' : place?.place)),
    air__zone: places.map((place) => place?.zone),
    air__meal: flown.map(({ meal }) => meal),
    air__language: flown.map(({ language }) => language),
  };
  return Object.entries(chosen).flatMap(([field, choices]) => usual(field, choices));
}

/** Of the middle nobody says that he likes it: it counts against the others, and is not proposed. */
const NO_WISH: readonly JsonValue[] = ['neither', 'middle', 'standard'];

function usual(field: string, choices: readonly (JsonValue | undefined)[]): ProposedValue[] {
  const made = choices.filter((choice): choice is string => typeof choice === 'string');
  const counts = new Map<string, number>();
  for (const choice of made) counts.set(choice, (counts.get(choice) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (first === undefined) return [];
  const [value, n] = first;
  if (n < LEAST || n / made.length < SHARE || NO_WISH.includes(value)) return [];
  const source = label(`${n} of his last ${made.length} flights`, `最近 ${made.length} 次乘机中有 ${n} 次`);
  return [{ field, value, source }];
}

function placeOf({ seat, flight }: JsonObject): { place: string; zone: string } | undefined {
  const map = typeof flight === 'object' && flight !== null && !Array.isArray(flight) ? flight['seat_map'] : null;
  return readSeatMap(String(map ?? '')).find(({ name }) => name === seat);
}
