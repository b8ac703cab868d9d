import { RE2JS } from 're2js';
import { decimalOf } from '../number.ts';
import { lowerText, upperText } from '../text-order.ts';
import type { ExpressionFunction } from './expression-function.ts';

const text = { type: 'text' } as const;
const bool = { type: 'bool' } as const;

const patterns = new Map<string, RE2JS>();
const MOST_PATTERNS = 200;

/** Compiles a pattern once; throws when it is no pattern RE2 knows. RE2 runs in linear time, whatever the pattern. */
export function compiledPattern(source: string): RE2JS {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  if (patterns.size >= MOST_PATTERNS) patterns.clear();
  const pattern = RE2JS.compile(source);
  patterns.set(source, pattern);
  return pattern;
}

export const textFunctions = {
  contains: {
    method: true,
    parameters: [
      { name: 'text', kind: 'text' },
      { name: 'part', kind: 'text' },
    ],
    result: bool,
    doc: { en: 'Whether the text contains the part. Letter case counts.', zh: '文本是否包含指定内容，区分大小写。' },
    example: 'record.name.contains("Air")',
    compute: ([whole, part]) => (whole as string).includes(part as string),
  },
  containsText: {
    method: true,
    parameters: [
      { name: 'text', kind: 'text' },
      { name: 'part', kind: 'text' },
    ],
    result: bool,
    doc: {
      en: 'Whether the text contains the part, in whatever letter case.',
      zh: '文本是否包含指定内容，不区分大小写。',
    },
    example: 'record.name.containsText("air")',
    compute: ([whole, part]) => lowerText(whole as string).includes(lowerText(part as string)),
  },
  startsWith: {
    method: true,
    parameters: [
      { name: 'text', kind: 'text' },
      { name: 'start', kind: 'text' },
    ],
    result: bool,
    doc: { en: 'Whether the text starts so. Letter case counts.', zh: '文本是否以指定内容开头，区分大小写。' },
    example: 'record.phone.startsWith("+86")',
    compute: ([whole, start]) => (whole as string).startsWith(start as string),
  },
  endsWith: {
    method: true,
    parameters: [
      { name: 'text', kind: 'text' },
      { name: 'end', kind: 'text' },
    ],
    result: bool,
    doc: { en: 'Whether the text ends so. Letter case counts.', zh: '文本是否以指定内容结尾，区分大小写。' },
    example: 'record.website.endsWith(".cn")',
    compute: ([whole, end]) => (whole as string).endsWith(end as string),
  },
  size: {
    method: true,
    parameters: [{ name: 'value', kind: 'text_or_list' }],
    result: { type: 'int' },
    doc: { en: 'How many characters a text or items a list has.', zh: '文本的字符数或列表的项数。' },
    example: 'size(record.name) > 2',
    compute: ([value]) => decimalOf(typeof value === 'string' ? [...value].length : (value as unknown[]).length),
  },
  lower: {
    method: true,
    parameters: [{ name: 'text', kind: 'text' }],
    result: text,
    doc: { en: 'The text in small letters.', zh: '转换为小写。' },
    example: 'lower(record.name) == "acme"',
    compute: ([value]) => lowerText(value as string),
  },
  upper: {
    method: true,
    parameters: [{ name: 'text', kind: 'text' }],
    result: text,
    doc: { en: 'The text in capital letters.', zh: '转换为大写。' },
    example: 'upper(record.name) == "ACME"',
    compute: ([value]) => upperText(value as string),
  },
  trim: {
    method: true,
    parameters: [{ name: 'text', kind: 'text' }],
    result: text,
    doc: { en: 'The text without white space at its ends.', zh: '去掉首尾空白。' },
    example: 'trim(record.name) == record.name',
    compute: ([value]) => (value as string).trim(),
  },
  regex: {
    parameters: [
      { name: 'text', kind: 'text' },
      { name: 'pattern', kind: 'pattern' },
    ],
    result: bool,
    notInSql: true,
    doc: {
      en: 'Whether the RE2 pattern is found in the text; anchor it with ^ and $. Not in filters, row rules and formulas.',
      zh: '文本是否匹配 RE2 正则表达式，可用 ^ 和 $ 限定首尾。不能用于筛选、行权限和公式。',
    },
    example: 'regex(record.name, "^[A-Z]")',
    compute: ([value, pattern]) =>
      compiledPattern(pattern as string)
        .matcher(value as string)
        .find(),
  },
} satisfies Record<string, ExpressionFunction>;
