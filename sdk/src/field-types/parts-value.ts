import type { JsonObject } from '../json.ts';
import type { Label } from '../label.ts';
import { isStorableText } from '../expressions/text-order.ts';
import { suggestionAmong } from '../suggestion.ts';
import { wrongType } from './failure.ts';
import type { FieldPart, Parsed } from './field-type.ts';
import { plainText } from './text-value.ts';

/**
 * A value of named texts in one form: parts in their own order, each trimmed, empty ones left out; without any part it is
 * missing.
 */
export function parseParts(input: unknown, parts: readonly FieldPart[], longest: number, expected: Label): Parsed {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return wrongType(input, expected);
  const names = parts.map((part) => part.name);
  const given = input as Record<string, unknown>;
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      code: 'unknown_property',
      params: { name: unknown, suggestion: suggestionAmong(unknown, names) },
    };
  }
  const value: JsonObject = {};
  for (const name of names) {
    const part = Object.hasOwn(given, name) ? given[name] : null;
    if (part === null || part === undefined) continue;
    if (typeof part !== 'string') return wrongType(part, { en: 'a text', zh: '文本' });
    if (!isStorableText(part)) return { ok: false, code: 'invalid_text', params: {} };
    const text = plainText(part);
    const { length } = [...text];
    if (length > longest) return { ok: false, code: 'too_long', params: { max: longest, got: length } };
    if (text !== '') value[name] = text;
  }
  return { ok: true, value: Object.keys(value).length === 0 ? null : value };
}

const EASTERN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether the text is written in Chinese, Japanese or Korean letters. */
export function isEastern(text: string): boolean {
  return EASTERN.test(text);
}

/** The part's text, empty where it is missing. */
export function partOf(value: unknown, name: string): string {
  const part = (value as Record<string, unknown>)[name];
  return typeof part === 'string' ? part : '';
}
