import type { ColumnValue } from './import-store.ts';
import { digitsDiffer } from './nearest-value.ts';
import { editDistance, normalise } from './text-similarity.ts';

/** More different values than this and a column holds names or notes, not a handful of words. */
export const mostCategories = 200;

/** How many times as often a value must stand beside another to be the right spelling of it. */
const outweighs = 4;

/**
 * Values of a text column that are probably misspelt, each with what is probably meant: near, but not equal, to a word
 * already known (existing values, option labels) or to a value that is much more frequent in the same column. Only columns whose
 * values repeat are looked at; the names of a thousand companies are allowed to resemble each other.
 */
export function suspiciousValues(values: readonly ColumnValue[], known: Iterable<string>): Map<string, string> {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const suspicious = new Map<string, string>();
  if (values.length > mostCategories || total < 2 * values.length) return suspicious;
  const words = new Set([...known].map((word) => word.trim()).filter((word) => word !== ''));
  const keys = new Set([...words].map((word) => word.toLowerCase()));
  for (const { value, count } of values) {
    if (keys.has(value.toLowerCase())) continue;
    const usual = values.filter((other) => other.count >= outweighs * count).map((other) => other.value);
    const meant = nearestWord(value, usual) ?? nearestWord(value, words);
    if (meant !== undefined) suspicious.set(value, meant);
  }
  return suspicious;
}

/** Whether at least half of the different values are words of the list: then it is what the column holds. */
export function holdsWordsOf(values: readonly ColumnValue[], list: readonly string[]): boolean {
  const keys = new Set(list.map((word) => word.toLowerCase()));
  const matching = values.filter(({ value }) => keys.has(value.toLowerCase())).length;
  return matching > 1 && matching * 2 >= values.length;
}

/** The names of all countries in a language. */
export function countryNames(locale: string): string[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  return letters.flatMap((a) => letters.map((b) => names.of(a + b))).filter((name) => name !== undefined);
}

function nearestWord(value: string, words: Iterable<string>): string | undefined {
  const key = normalise(value);
  const limit = slipsOf(key);
  let best: string | undefined;
  let distance = limit + 1;
  for (const word of words) {
    const other = normalise(word);
    if (word === value || digitsDiffer(key, other)) continue;
    const steps = key === other ? 0 : editDistance(key, other, limit);
    if (steps < distance && (steps === 0 || limit > 0)) {
      best = word;
      distance = steps;
    }
  }
  return best;
}

/** Short words are one letter away from many others: "retail" may be misspelt, "GTX" and "GTK" are two things. */
function slipsOf(key: string): number {
  const length = [...key].length;
  if (/\p{Script=Han}/u.test(key)) return length < 3 ? 0 : 1;
  return length < 5 ? 0 : length < 9 ? 1 : 2;
}
