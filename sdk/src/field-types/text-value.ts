import { isStorableText } from '../expressions/text-order.ts';
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

/** One form for what people type: full-width digits and letters become plain, white space is trimmed and single. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
}
