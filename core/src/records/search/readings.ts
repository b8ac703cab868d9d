import { pinyin } from 'pinyin-pro';
import { BoundedMap } from '../sql/bounded-map.ts';

/** Names and titles are typed in letters, long notes are not. */
const LONGEST_TEXT = 100;
const ANY_HAN = /\p{Script=Han}/u;
/** Characters that are words in themselves; to take the other words out as well would take three times as long. */
const RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const HAN = /^\p{Script=Han}/u;
/** A run this short may be a person's name, whose first character is then read as a surname: 单 as shàn, not dān. */
const LONGEST_NAME = 4;

/** Reading a name takes 20 µs, and the same names come again and again. */
const known = new BoundedMap<string, string>(20_000);

/** How the Chinese of a folded text is typed in letters: `张三 ltd` → `zhangsan zs`; empty where there is none. */
export function readingsOf(text: string): string {
  if (text.length > LONGEST_TEXT || !ANY_HAN.test(text)) return '';
  const runs = (text.match(RUNS) ?? []).filter((run) => HAN.test(run));
  return runs.length === 1 ? readRun(runs[0]!) : [...new Set(runs.flatMap((run) => readRun(run).split(' ')))].join(' ');
}

function readRun(run: string): string {
  let readings = known.get(run);
  if (readings === undefined) known.set(run, (readings = allReadings(run).join(' ')));
  return readings;
}

/** Read as a phrase, which settles most characters of several sounds (重庆, 银行), and as a name where it may be one. */
function allReadings(run: string): string[] {
  const phrase = syllables(run, 'off');
  const name = run.length <= LONGEST_NAME ? syllables(run, 'head') : phrase;
  return [...new Set([phrase, name].flatMap((each) => [each.join(''), each.map((syllable) => syllable[0]).join('')]))];
}

function syllables(run: string, surname: 'off' | 'head'): string[] {
  const read = pinyin(run, { type: 'array', toneType: 'none', v: true, surname, nonZh: 'removed' });
  return read.filter((syllable) => /^[a-z]+$/.test(syllable));
}
