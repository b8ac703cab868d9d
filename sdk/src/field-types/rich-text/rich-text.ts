import { isStorableText } from '../../expressions/text-order.ts';
import { wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { traits } from '../traits.ts';
import { cleanHtml, escapeHtml, htmlText } from './clean-html.ts';

const TEXT = { en: 'a text in HTML', zh: 'HTML 文本' };
const MAX_LENGTH = 200_000;

/** Cleaned when written, so that whoever reads it may show it; without a word or a line in it, it is missing. */
function parseRichText(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType(input, TEXT);
  if (!isStorableText(input)) return { ok: false, code: 'invalid_text', params: {} };
  if (input.length > MAX_LENGTH) return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: input.length } };
  const html = cleanHtml(input);
  // A character reference can stand for what cannot be stored.
  if (!isStorableText(html)) return { ok: false, code: 'invalid_text', params: {} };
  if (html.length > MAX_LENGTH) return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: html.length } };
  return { ok: true, value: htmlText(html) === '' && !html.includes('<hr>') ? null : html };
}

/** A file says either HTML or plain lines. */
function readWrittenRichText(written: string): Parsed {
  if (/<\/?[a-z][^<>]*>/i.test(written.slice(0, MAX_LENGTH))) return parseRichText(written);
  const lines = written.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return parseRichText(lines.map((line) => `<p>${escapeHtml(line)}</p>`).join(''));
}

export const richText: FieldType = {
  name: 'rich_text',
  label: { en: 'Formatted text', zh: '富文本' },
  description: { en: 'Text with headings, lists and links.', zh: '带标题、列表和链接的文本。' },
  icon: 'pilcrow',
  editor: 'rich',
  settings: [],
  storage: 'text_and_value',
  traits: traits({ searchable: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseRichText,
  fromText: readWrittenRichText,
  format: (value) => htmlText(String(value)),
  text: (value) => htmlText(String(value)),
  jsonSchema: () => ({ type: 'string', maxLength: MAX_LENGTH, contentMediaType: 'text/html' }),
};
