import type { CompiledObject, JsonValue, RecordData } from '@stratacrm/sdk';
import { onBeforeUnmount, shallowRef, watch } from 'vue';
import { isAborted } from '../api/client.ts';
import { queryRecords } from '../api/records.ts';
import { searchRecords } from '../api/search.ts';
import { selection } from '../fields/references.ts';
import { nameText, valueText } from '../fields/value-context.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** How long the typing must rest before anybody is asked. */
const PAUSE_MS = 250;
/** Fewer letters fit everything; two Chinese characters are a name. */
const SHORTEST = 3;
const MOST = 3;

/** What companies are called besides their name; it tells no two of them apart. */
const FORMS =
  /\b(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|ag|sa|srl|bv|pte|pty|group|holdings?)\b|股份|有限|责任|集团|公司/gu;

/** A name as one compares it: folded, without marks, without the form of the company. */
export function comparable(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const bare = folded.replace(FORMS, ' ').replace(/\s+/g, ' ').trim();
  return bare === '' ? folded : bare;
}

/** Whether two names may mean the same: one stands in the other, or they differ in a slip of the finger. */
export function looksLike(one: string, other: string): boolean {
  const [a, b] = [comparable(one), comparable(other)];
  if (a === '' || b === '') return false;
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (isLongEnough(short) && ` ${long} `.includes(isHan(short) ? short : ` ${short} `)) return true;
  return short.length >= 6 && distance(a, b) <= (short.length >= 12 ? 2 : 1);
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function isLongEnough(text: string): boolean {
  return text.length >= (isHan(text) ? 2 : SHORTEST);
}

/** Letters to change, add or leave out; exchanged neighbours count as one. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The records whose name looks like the one being typed, best first. */
export function useLikelyDuplicates(object: () => CompiledObject | undefined, name: () => JsonValue | undefined) {
  const found = shallowRef<RecordData[]>([]);
  let asked = new AbortController();
  let pause: ReturnType<typeof setTimeout> | undefined;

  watch(() => typed(object(), name()), look, { immediate: true });
  onBeforeUnmount(stop);

  function stop(): void {
    clearTimeout(pause);
    asked.abort();
  }

  function look(text: string): void {
    stop();
    found.value = found.value.filter((record) => looksLike(nameText(object(), record), text));
    const of = object();
    if (of === undefined || !isLongEnough(comparable(text))) return;
    asked = new AbortController();
    const { signal } = asked;
    pause = setTimeout(() => void ask(of, text, signal), PAUSE_MS);
  }

  /** A hint only: where it cannot be had, one goes on without. */
  async function ask(of: CompiledObject, text: string, signal: AbortSignal): Promise<void> {
    try {
      const alike = await alikeIn(of, text, signal);
      found.value = alike.length === 0 ? [] : await read(of, alike, signal);
    } catch (error) {
      if (!isAborted(error)) found.value = [];
    }
  }

  return found;
}

/** Ids by the whole name; where nothing has all its words, by the longest of them: another may have a slip in it. */
async function alikeIn(object: CompiledObject, text: string, signal: AbortSignal): Promise<string[]> {
  const whole = comparable(text);
  const longest = whole.split(' ').reduce((long, word) => (word.length > long.length ? word : long), '');
  for (const q of new Set([whole, longest])) {
    const { hits } = await searchRecords(q, { object: object.name, limit: 20, signal });
    const alike = hits.filter((hit) => looksLike(hit.name, text));
    if (alike.length > 0) return alike.slice(0, MOST).map((hit) => hit.id);
  }
  return [];
}

function typed(object: CompiledObject | undefined, value: JsonValue | undefined): string {
  const field = object?.fields[object.name_field];
  if (field === undefined || value === null || value === undefined) return '';
  return typeof value === 'string' ? value : valueText(field, value);
}

async function read(object: CompiledObject, ids: readonly string[], signal: AbortSignal): Promise<RecordData[]> {
  const readable = useCatalogue().fieldPermission(object.name, 'owner') !== 'none';
  const names = [object.name_field, ...(object.fields['owner'] && readable ? ['owner'] : [])];
  const fields = ['id', ...selection(object, names)];
  const filter = `id in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`;
  const { data } = await queryRecords(object.name, { fields, filter, limit: MOST }, signal);
  return ids.flatMap((id) => data.find((record) => record.id === id) ?? []);
}
