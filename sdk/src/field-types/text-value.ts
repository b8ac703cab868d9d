import { isStorableText } from '../expressions/text-order.ts';
import type { FieldDocument } from '../documents/field.ts';
import { compiledPattern } from '../expressions/functions/text-functions.ts';
import type { Parsed } from './field-type.ts';
import { wrongType } from './failure.ts';

/** A text that can be stored and is not too long; characters are counted as people do, not as UTF-16 units. */
export function parseText(input: unknown, maxLength: number): Parsed {
  if (typeof input !== 'string') return wrongType(input, { en: 'a text', zh: '文本' });
  if (!isStorableText(input)) return { ok: false, code: 'invalid_text', params: {} };
  if (input.length > maxLength) {
    const got = [...input].length;
    if (got > maxLength) return { ok: false, code: 'too_long', params: { max: maxLength, got } };
  }
  return { ok: true, value: input };
}

/** A text in the form that its field demands; the empty text has none. */
export function parseFormatted(input: unknown, maxLength: number, field: FieldDocument): Parsed {
  const parsed = parseText(input, maxLength);
  if (!parsed.ok || field.pattern === undefined || parsed.value === '') return parsed;
  if (compiledPattern(field.pattern).matches(parsed.value as string)) return parsed;
  const message = field.pattern_message ?? {
    en: `Must have the form ${field.pattern}`,
    zh: `须符合格式 ${field.pattern}`,
  };
  return { ok: false, code: 'pattern_mismatch', params: { message } };
}

/** Whether RE2 can read the pattern. */
export function isPattern(source: string): boolean {
  try {
    compiledPattern(source);
    return true;
  } catch {
    return false;
  }
}

/** One form for what people type: full-width digits and letters become plain, white space is trimmed and single. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}
