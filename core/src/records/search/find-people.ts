import type { RecordData, SearchHit } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { scanRecords } from '../scan-records.ts';
import type { Sight } from '../sight/sight.ts';
import { foldText, wordsOf } from './grams.ts';
import { readingsOf } from './readings.ts';
import type { SearchWord } from './search-word.ts';

/** More people than these are found by their records, not by looking through all of them. */
const MOST_PEOPLE = 5_000;
const MANAGED = ['user', 'team'] as const;
const SEARCHED = ['name', 'email'];

/** Users and teams stand in no index: they are few, and managed elsewhere. Who has left is not found. */
export async function findPeople(
  ctx: AccessContext,
  sight: Sight,
  words: readonly SearchWord[],
  objects: readonly string[] | null,
): Promise<SearchHit[]> {
  const hits: SearchHit[] = [];
  for (const object of MANAGED) {
    const readable = sight.model.objects[object]?.fields;
    if (readable?.['name'] === undefined || objects?.includes(object) === false) continue;
    const fields = [...SEARCHED, 'active'].filter((field) => readable[field] !== undefined);
    const people = await scanRecords(ctx, object, { fields: ['id', ...fields], limit: MOST_PEOPLE });
    hits.push(...people.flatMap((person) => hitOf(object, person, words) ?? []));
  }
  return hits;
}

function hitOf(object: string, person: RecordData, words: readonly SearchWord[]): SearchHit | undefined {
  if (person['active'] === false) return undefined;
  const name = String(person['name'] ?? '');
  const email = typeof person['email'] === 'string' ? person['email'] : '';
  const texts = [foldText(name), foldText(email)];
  const readings = readingsOf(name);
  if (!words.every((word) => [...texts, ...(word.letters ? [readings] : [])].some((text) => has(text, word))))
    return undefined;
  const field = email !== '' && !words.some((word) => has(texts[0]!, word) || has(readings, word)) ? 'email' : 'name';
  return {
    object,
    id: person.id,
    name,
    field,
    excerpt: field === 'name' ? name : email,
    score: scoreOf(texts[0]!, readings, words),
  };
}

function has(text: string, { match, text: word, pattern }: SearchWord): boolean {
  if (match === 'part') return text.includes(word);
  if (match === 'beginning') return wordsOf(text).some((each) => each.startsWith(word));
  const typo = new RegExp(`^${pattern.replace('\\m', '')}`, 'u');
  return wordsOf(text).some((each) => typo.test(each));
}

/** On the same scale as records. */
function scoreOf(name: string, readings: string, words: readonly SearchWord[]): number {
  const whole = words.map((word) => word.text).join(' ');
  if (name === whole) return 100;
  if (name.startsWith(whole)) return 80;
  if (name.includes(` ${whole}`)) return 60;
  if (name.includes(whole)) return 40;
  return readings.split(' ').includes(whole) ? 35 : 20;
}
