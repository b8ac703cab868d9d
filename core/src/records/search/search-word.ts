import { worthLookingFor, type Commonness } from './common-pieces.ts';
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
  /** The same without regard to where a word begins. */
  anywhere: string;
  /** Of words with a typo: parts of which the text must have all of one group. */
  grams: string[][];
}

export interface SearchInput {
  words: SearchWord[];
  /** What was typed, folded. */
  whole: string;
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
  return { words, whole: foldText(input.replaceAll('\0', '').toWellFormed()).trim() };
}

/** What the statement of a search in these objects is given; common pieces are left out where there are others. */
export function searchParameters(
  { words, whole }: SearchInput,
  objects: ReadonlyMap<string, Commonness>,
): Record<string, unknown> {
  const part = escapeLike(whole);
  const parameters: Record<string, unknown> = {
    whole,
    beginning: `${part}%`,
    word: `% ${part}%`,
    part: `%${part}%`,
  };
  for (const [index, word] of words.entries()) {
    parameters[wordParameter(index, 'placed')] = word.pattern;
    parameters[wordParameter(index, 'anywhere')] = word.anywhere;
  }
  const ways = waysToFind(words);
  for (const [object, common] of objects) {
    for (const [way, texts] of ways.entries()) {
      const pieces = texts.map((text) => gramsToFind(object, text));
      parameters[piecesParameter(object, way)] = worthLookingFor(pieces, common);
    }
  }
  return parameters;
}

/** Of more words with a typo the text decides alone: each doubles what is asked of the index. */
const MOST_TYPOS = 2;

/**
 * What a text has that has all words, in each way that it may: all words that are meant as they are written, and of each
 * word with a typo the parts of one of its groups. One array of pieces for each: given several conditions the planner took
 * one of them for the index and read a thousand texts for the others.
 */
export function waysToFind(words: readonly SearchWord[]): string[][] {
  const exact = words.filter((word) => word.match !== 'typo').map((word) => word.text);
  const mistyped = words.filter((word) => word.match === 'typo').slice(0, MOST_TYPOS);
  return mistyped.reduce<string[][]>(
    (ways, { grams }) => ways.flatMap((way) => grams.map((parts) => [...way, ...parts])),
    [exact],
  );
}

/** The parameter that holds a word's pattern. */
export function wordParameter(word: number, where: 'placed' | 'anywhere'): string {
  return `${where} ${word}`;
}

/** The parameter that holds the pieces of a way. */
export function piecesParameter(object: string, way: number): string {
  return `pieces ${object} ${way}`;
}

function searchWord(text: string): SearchWord {
  const letters = !DENSE.test(text);
  // Words hold letters and digits only, so nothing in a pattern needs escaping but what like() reads.
  const anywhere = `%${escapeLike(text)}%`;
  if (letters && [...text].length < 3)
    return { text, match: 'beginning', letters, pattern: `\\m${text}`, anywhere, grams: [] };
  return { text, match: 'part', letters, pattern: anywhere, anywhere, grams: [] };
}

function mistyped({ text, letters }: SearchWord): SearchWord {
  const anywhere = typoPattern(text, false);
  return { text, match: 'typo', letters, pattern: typoPattern(text, letters), anywhere, grams: intactParts(text) };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
