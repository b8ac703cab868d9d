import type { Locale } from '../../label.ts';
import { wrongType } from '../failure.ts';
import type { FieldPart, FieldType, Parsed } from '../field-type.ts';
import { isEastern, parseParts, partOf } from '../parts-value.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';
import { splitChineseName } from './chinese-family-names.ts';

const NAME = { en: 'a name such as {"family":"Wang","given":"Fang"}', zh: '姓名（例如 {"family":"王","given":"芳"}）' };
const LONGEST_PART = 100;

const text = { type: 'text' } as const;

const PARTS: readonly FieldPart[] = [
  { name: 'prefix', label: { en: 'Title', zh: '称谓' }, type: text },
  { name: 'family', label: { en: 'Family name', zh: '姓' }, type: text },
  { name: 'given', label: { en: 'Given name', zh: '名' }, type: text },
  { name: 'middle', label: { en: 'Middle name', zh: '中间名' }, type: text },
  { name: 'suffix', label: { en: 'Suffix', zh: '后缀' }, type: text },
];

function isEasternName(value: unknown): boolean {
  const [family, given] = [partOf(value, 'family'), partOf(value, 'given')];
  return [family, given].every((part) => part === '' || isEastern(part)) && family + given !== '';
}

/**
 * The name as one text: 王芳 as it is written in Chinese, Anna Maria Smith Jr. otherwise. The script decides and not the
 * reader, so that everybody finds and sorts the same; the title is no part of it.
 */
function nameText(value: unknown): string {
  if (isEasternName(value)) return `${partOf(value, 'family')}${partOf(value, 'given')}`;
  const words = ['given', 'middle', 'family', 'suffix'].map((part) => partOf(value, part));
  const name = words.filter((word) => word !== '').join(' ');
  return name === '' ? partOf(value, 'prefix') : name;
}

/** With the title where the reader's language puts it: 王芳教授, Prof. 王芳, Prof. Anna Smith. */
function shownName(value: unknown, locale: Locale): string {
  const [name, prefix] = [nameText(value), partOf(value, 'prefix')];
  if (prefix === '' || name === prefix) return name;
  if (isEastern(prefix)) return isEasternName(value) || locale === 'zh' ? `${name}${prefix}` : `${name} ${prefix}`;
  return `${prefix} ${name}`;
}

const TITLES = /^((?:(?:mr|mrs|ms|miss|dr|prof|sir|dame|herr|frau|mme|m)\.? )+)(?=\S)/i;
const CHINESE_TITLES = /(先生|女士|小姐|太太|教授|博士|老师|医生|经理|总监|总经理|主任|律师|工程师)$/;
const SUFFIX = /,? (jr\.?|sr\.?|ii|iii|iv|ph\.?d\.?|m\.?d\.?)$/i;

/** `王芳` · `欧阳修教授` · `Dr. Anna Maria Smith Jr.` · `Smith, Anna`. */
function readWrittenName(written: string): Parsed {
  const plain = plainText(written);
  if (plain.length > LONGEST_PART * 2)
    return { ok: false, code: 'too_long', params: { max: LONGEST_PART * 2, got: plain.length } };
  const parts = isEastern(plain) && !/[a-z]/i.test(plain) ? chineseName(plain) : westernName(plain);
  return parts === null ? wrongType(written, NAME) : parseParts(parts, PARTS, LONGEST_PART, NAME);
}

function chineseName(plain: string): Record<string, string> {
  const prefix = CHINESE_TITLES.exec(plain)?.[1] ?? '';
  const bare = (prefix === '' || prefix === plain ? plain : plain.slice(0, -prefix.length)).trim();
  const [family, given] = splitChineseName(bare);
  return { prefix: prefix === plain ? '' : prefix, family, given };
}

function westernName(plain: string): Record<string, string> {
  const prefix = TITLES.exec(plain)?.[1]?.trim() ?? '';
  const untitled = plain.slice(prefix.length).trim();
  const suffix = SUFFIX.exec(untitled)?.[1] ?? '';
  const bare = suffix === '' ? untitled : untitled.replace(SUFFIX, '').trim();
  const comma = bare.indexOf(',');
  if (comma > 0) {
    const [given = '', ...middle] = bare
      .slice(comma + 1)
      .trim()
      .split(' ');
    return { prefix, family: bare.slice(0, comma).trim(), given, middle: middle.join(' '), suffix };
  }
  const words = bare.split(' ');
  if (words.length === 1) return { prefix, family: bare, suffix };
  return { prefix, given: words[0]!, ...middleAndFamily(words.slice(1)), suffix };
}

const PARTICLES = new Set([
  'van',
  'von',
  'der',
  'den',
  'de',
  'del',
  'della',
  'di',
  'da',
  'dos',
  'la',
  'le',
  'bin',
  'al',
  'ter',
  'zu',
]);

/** Particles belong to the family name: Ludwig van Beethoven. */
function middleAndFamily(words: readonly string[]): { middle: string; family: string } {
  const particle = words.findIndex((word, index) => index < words.length - 1 && PARTICLES.has(word.toLowerCase()));
  const begin = particle < 0 ? words.length - 1 : particle;
  return { middle: words.slice(0, begin).join(' '), family: words.slice(begin).join(' ') };
}

export const personName: FieldType = {
  name: 'person_name',
  label: { en: "Person's name", zh: '姓名' },
  description: {
    en: 'Family and given name, shown in the order of its language.',
    zh: '姓与名，按所属语言的习惯显示。',
  },
  icon: 'contact',
  editor: 'parts',
  settings: [],
  storage: 'text_and_value',
  traits: traits({ personal: true, sortable: true, searchable: true }),
  expressionType: () => text,
  parts: PARTS,
  parse: (input) => (typeof input === 'string' ? readWrittenName(input) : parseParts(input, PARTS, LONGEST_PART, NAME)),
  fromText: readWrittenName,
  format: (value, _, context) => shownName(value, context.locale),
  text: nameText,
  jsonSchema: () => ({
    type: 'object',
    properties: Object.fromEntries(PARTS.map((part) => [part.name, { type: 'string', maxLength: LONGEST_PART }])),
    additionalProperties: false,
  }),
};
