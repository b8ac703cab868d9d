import { editDistance, normalise } from './text-similarity.ts';

/** Finds what a mistyped value may have meant, among many known ones. */
export interface NearestValue {
  /** The known value nearest to `text`, or undefined when none is near enough to be worth saying. */
  find(text: string): string | undefined;
}

interface Known {
  value: string;
  key: string;
  weight: number;
}

/**
 * `weights` says how often a value occurs: of two equally near ones the more usual is meant. Candidates are found by shared
 * pairs of characters, so that ten thousand unknown values against ten thousand known ones stay a matter of a second.
 */
export function nearestValue(values: Iterable<string>, weights?: ReadonlyMap<string, number>): NearestValue {
  const known: Known[] = [];
  const byPair = new Map<string, number[]>();
  const seen = new Set<string>();
  for (const value of values) {
    const key = normalise(value);
    if (key === '' || seen.has(value)) continue;
    seen.add(value);
    for (const pair of pairsOf(key)) push(byPair, pair, known.length);
    known.push({ value, key, weight: weights?.get(value) ?? 0 });
  }
  return { find: (text) => best(normalise(text), known, byPair) };
}

/** How many slips a value of this length may have and still be meant: 厘米 is not 厘末, but "technolgy" is "technology". */
export function allowedSlips(length: number): number {
  if (length < 2) return 0;
  if (length < 4) return 1;
  return length < 12 ? 2 : 3;
}

/** At how many candidates, sharing the most pairs, the distance is worked out. */
const shortlist = 40;

function best(key: string, known: readonly Known[], byPair: ReadonlyMap<string, number[]>): string | undefined {
  if (key === '') return undefined;
  const limit = allowedSlips([...key].length);
  let found: Known | undefined;
  let distance = limit + 1;
  for (const candidate of candidates(key, byPair)) {
    const each = known[candidate]!;
    const steps = digitsDiffer(key, each.key) ? limit + 1 : editDistance(key, each.key, limit);
    if (steps < distance || (steps === distance && steps <= limit && each.weight > (found?.weight ?? 0))) {
      found = each;
      distance = steps;
    }
  }
  return distance <= limit ? found?.value : containing(key, known, byPair);
}

/** "Acme" for "Acme Corporation": one text begins with the other, and no second one does. */
function containing(key: string, known: readonly Known[], byPair: ReadonlyMap<string, number[]>): string | undefined {
  if ([...key].length < 4) return undefined;
  const hits = [...candidates(key, byPair)]
    .map((index) => known[index]!)
    .filter((each) => [...each.key].length >= 4 && (each.key.startsWith(key) || key.startsWith(each.key)));
  return hits.length === 1 ? hits[0]!.value : undefined;
}

/** "GTX 500" and "GTX 501" are two things, not one with a slip. */
export function digitsDiffer(a: string, b: string): boolean {
  return a.replace(/\D+/g, '') !== b.replace(/\D+/g, '');
}

/** The rarest pairs tell most; "Company 1" to "Company 10000" share the others, and counting them all took 8 ms a value. */
const mostCounted = 4_000;

function candidates(key: string, byPair: ReadonlyMap<string, number[]>): number[] {
  const shared = new Map<number, number>();
  const lists = [...pairsOf(key)].map((pair) => byPair.get(pair) ?? []).toSorted((a, b) => a.length - b.length);
  let counted = 0;
  for (const list of lists) {
    if (counted > 0 && counted + list.length > mostCounted) break;
    counted += list.length;
    for (const index of list) shared.set(index, (shared.get(index) ?? 0) + 1);
  }
  return [...shared]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, shortlist)
    .map(([index]) => index);
}

/** Neighbouring characters, the ends marked, so that a two-character name shares something with its misspelling. */
function pairsOf(key: string): Set<string> {
  const characters = ['^', ...key, '$'];
  return new Set(characters.slice(1).map((character, index) => characters[index]! + character));
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
