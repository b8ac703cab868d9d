import { gramsToFind, foldText, wordsOf } from './grams.ts';

/** One word of what is looked for. */
export interface SearchWord {
  text: string;
  /** part: anywhere; beginning: only where a word begins, because it is too short to be indexed otherwise. */
  match: 'part' | 'beginning';
  /** The pattern for the database. */
  pattern: string;
}

export interface SearchInput {
  words: SearchWord[];
  parameters: Record<string, unknown>;
}

/** Further words would narrow down what is few already. */
const MOST_WORDS = 8;
const SHORT_WORD = /^[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{1,2}$/u;

/** Reads what a person typed; null when there is no word in it. */
export function readSearch(input: string): SearchInput | null {
  const texts = [...new Set(wordsOf(input))].slice(0, MOST_WORDS);
  if (texts.length === 0) return null;
  const words = texts.map(searchWord);
  const whole = foldText(input.replaceAll('\0', '').toWellFormed()).trim();
  const part = escapeLike(whole);
  return {
    words,
    parameters: {
      grams: [...gramsToFind(texts.join(' '))],
      whole,
      beginning: `${part}%`,
      word: `% ${part}%`,
      part: `%${part}%`,
      ...Object.fromEntries(words.map((word, index) => [`word${index}`, word.pattern])),
    },
  };
}

function searchWord(text: string): SearchWord {
  // Words hold letters and digits only, so nothing in a pattern needs escaping but what like() reads.
  if (SHORT_WORD.test(text)) return { text, match: 'beginning', pattern: `\\m${text}` };
  return { text, match: 'part', pattern: `%${escapeLike(text)}%` };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
