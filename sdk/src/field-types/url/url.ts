import { isStorableText } from '../../expressions/text-order.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { traits } from '../traits.ts';

const ADDRESS = { en: 'a web address such as https://example.com', zh: '网址（例如 https://example.com）' };
const MAX_LENGTH = 2000;

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const HOST = `(?:localhost|(?:${LABEL}\\.)+${LABEL}\\.?|\\[[0-9a-f:.]{2,45}\\])`;
const WEB_ADDRESS = new RegExp(`^(https?)://(${HOST})(:\\d{1,5})?([/?#][^\\s<>"\\\\^\`{|}\\p{Cc}]*)?$`, 'iu');

/**
 * Only http and https: a stored address becomes a link that people click, so `javascript:` must never get in. No user
 * name and password in it either.
 */
function parseUrl(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType(input, ADDRESS);
  if (!isStorableText(input)) return { ok: false, code: 'invalid_text', params: {} };
  const text = input.trim();
  if (text.length > MAX_LENGTH) return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: text.length } };
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const found = WEB_ADDRESS.exec(complete);
  if (found === null || Number(found[3]?.slice(1) ?? 0) > 65_535) return invalidFormat(input, ADDRESS);
  return {
    ok: true,
    value: `${found[1]!.toLowerCase()}://${found[2]!.toLowerCase()}${found[3] ?? ''}${found[4] ?? ''}`,
  };
}

export const url: FieldType = {
  name: 'url',
  label: { en: 'Web address', zh: '网址' },
  description: { en: 'A link to a page on the web.', zh: '网页链接。' },
  icon: 'link',
  editor: 'line',
  settings: [],
  storage: 'text',
  traits: traits({ sortable: true, searchable: true, unique: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseUrl,
  fromText: parseUrl,
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', format: 'uri', maxLength: MAX_LENGTH, pattern: '^https?://' }),
};
