import { foldText, gramsToFind, wordsOf } from './grams.ts';
import { intactParts, mayBeMistyped, typoPattern } from './typo.ts';

/** One word of what is looked for. */
export interface SearchWord {
  text: string;
  /**
   * part: anywhere; beginning: only where a word begins, because it is too short to be indexed otherwise; typo: where a
   * word begins so but for one letter.
   */
  match: 'part' | 'beginning' | 'typo';
  /** Written in letters: Chinese is found by how it is typed. */
  letters: boolean;
  /** The pattern for the database. */
  pattern: string;
  /** Of words with a typo: pieces of which the text must have all of one group. */
  grams: number[][];
}

export interface SearchInput {
  words: SearchWord[];
  parameters: Record<string, unknown>;
}

/** Further words would narrow down what is few already. */
const MOST_WORDS = 8;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Reads what a person typed; null when there is no word in it. */
export function readSearch(input: string): SearchInput | null {
  const texts = [...new Set(wordsOf(input))].slice(0, MOST_WORDS);
  return texts.length === 0 ? null : searchInput(input, texts.map(searchWord));
}

/** The same search with one typo allowed in each longer word; null where no word is long enough. */
export function readMistyped(input: string, { words }: SearchInput): SearchInput | null {
  if (!words.some(({ text }) => mayBeMistyped(text))) return null;
  return searchInput(
    input,
    words.map((word) => (mayBeMistyped(word.text) ? mistyped(word) : word)),
  );
}

function searchInput(input: string, words: SearchWord[]): SearchInput {
  const whole = foldText(input.replaceAll('\0', '').toWellFormed()).trim();
  const part = escapeLike(whole);
  const exact = words.filter((word) => word.match !== 'typo').map((word) => word.text);
  return {
    words,
    parameters: {
      grams: [...gramsToFind(exact.join(' '))],
      whole,
      beginning: `${part}%`,
      word: `% ${part}%`,
      part: `%${part}%`,
      ...Object.fromEntries(words.map((word, index) => [`word${index}`, word.pattern])),
      ...Object.fromEntries(
        words.flatMap((word, at) => word.grams.map((each, group) => [gramsOfWord(at, group), each])),
      ),
    },
  };
}

/** The parameter that holds a group of pieces of a word with a typo. */
export function gramsOfWord(word: number, group: number): string {
  return `typo${word}_${group}`;
}

function searchWord(text: string): SearchWord {
  const letters = !DENSE.test(text);
  // Words hold letters and digits only, so nothing in a pattern needs escaping but what like() reads.
  if (letters && [...text].length < 3) return { text, match: 'beginning', letters, pattern: `\\m${text}`, grams: [] };
  return { text, match: 'part', letters, pattern: `%${escapeLike(text)}%`, grams: [] };
}

function mistyped({ text, letters }: SearchWord): SearchWord {
  const grams = intactParts(text).map((parts) => [...gramsToFind(parts.join(' '))]);
  return { text, match: 'typo', letters, pattern: typoPattern(text, letters), grams };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
