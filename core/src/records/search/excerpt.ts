import type { JsonValue, RecordData } from '@stratacrm/sdk';
import { foldText } from './grams.ts';
import { readingsOf } from './readings.ts';
import type { SearchWord } from './search-word.ts';

/** Characters shown on each side of the word that was found. */
const AROUND = 40;

/** The first of the fields that has one of the words, and the text around it. */
export function excerptOf(
  record: RecordData,
  fields: readonly string[],
  words: readonly SearchWord[],
): { field: string; excerpt: string } {
  for (const field of fields) {
    const text = textOf(record[field]);
    const at = words.map((word) => foldText(text).indexOf(word.text)).find((index) => index >= 0);
    if (at !== undefined) return { field, excerpt: cut(text, at) };
  }
  const typed = fields.find((field) => isTyped(textOf(record[field]), words));
  const [field = 'id'] = typed === undefined ? fields : [typed];
  return { field, excerpt: cut(textOf(record[field]), 0) };
}

/** Found by how it is typed in letters, or with a typo. */
function isTyped(text: string, words: readonly SearchWord[]): boolean {
  const folded = foldText(text);
  const readings = readingsOf(folded);
  return words.some(({ text: word, match, pattern }) => {
    const typo = match === 'typo' ? new RegExp(pattern.replace('\\m', ''), 'u') : null;
    return readings.includes(word) || (typo !== null && (typo.test(folded) || typo.test(readings)));
  });
}

function textOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** Folding may change lengths a little, so the place is near, not exact; whole characters are kept. */
function cut(text: string, at: number): string {
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + AROUND * 2);
  const piece = text.slice(from, to).replace(/\s+/g, ' ').trim().toWellFormed();
  return `${from > 0 ? '…' : ''}${piece}${to < text.length ? '…' : ''}`;
}
