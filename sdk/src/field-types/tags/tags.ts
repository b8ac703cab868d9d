import type { JsonValue } from '../../json.ts';
import { wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { parseText, plainText } from '../text-value.ts';
import { traits } from '../traits.ts';

const WORDS = { en: 'a list of words', zh: '词语的列表' };
const MOST_TAGS = 100;
const LONGEST_TAG = 50;

/** Each tag once, whatever its letter case, in the order and spelling in which it was first given; none is missing. */
function canonical(items: readonly unknown[]): Parsed {
  if (items.length > MOST_TAGS)
    return { ok: false, code: 'too_many_values', params: { max: MOST_TAGS, got: items.length } };
  const tags = new Map<string, JsonValue>();
  for (const item of items) {
    const parsed = parseText(item, Number.MAX_SAFE_INTEGER);
    if (!parsed.ok) return parsed;
    const tag = plainText(parsed.value as string);
    const { length } = [...tag];
    if (length > LONGEST_TAG) return { ok: false, code: 'too_long', params: { max: LONGEST_TAG, got: length } };
    const key = tag.toLowerCase();
    if (tag !== '' && !tags.has(key)) tags.set(key, tag);
  }
  return { ok: true, value: tags.size === 0 ? null : [...tags.values()] };
}

export const tags: FieldType = {
  name: 'tags',
  label: { en: 'Tags', zh: '标签' },
  description: {
    en: 'Words that people put on freely; those in use are suggested.',
    zh: '自由填写的标签，会提示已用过的。',
  },
  icon: 'tags',
  editor: 'tags',
  settings: [],
  storage: 'text_array',
  traits: traits({ searchable: true, suggested: true }),
  expressionType: () => ({ type: 'list', of: { type: 'text' } }),
  parse: (input) => (Array.isArray(input) ? canonical(input) : wrongType(input, WORDS)),
  fromText: (written) => canonical(written.slice(0, 100_000).split(/[,;|，；、\n]/)),
  format: (value, _, context) => (value as string[]).join(context.locale === 'zh' ? '、' : ', '),
  jsonSchema: () => ({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: LONGEST_TAG },
    uniqueItems: true,
    maxItems: MOST_TAGS,
  }),
};
