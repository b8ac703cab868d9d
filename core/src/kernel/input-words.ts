import type { Label } from '@stratacrm/sdk';

/** What else cannot be said better. */
export const ANY_VALUE: Label = { en: 'a suitable value', zh: '合适的值' };

const TYPES: Readonly<Record<string, Label>> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: '布尔值（true 或 false）' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
  tuple: { en: 'a list', zh: '列表' },
  null: { en: 'null', zh: '空值' },
  undefined: { en: 'nothing', zh: '无' },
  union: { en: 'another sort of value', zh: '其他类型的值' },
};

const FORMATS: Readonly<Record<string, Label>> = {
  uuid: { en: 'an id', zh: '有效的标识' },
  email: { en: 'an e-mail address', zh: '有效的邮箱地址' },
  date: { en: 'a date such as 2026-11-21', zh: '日期（例如 2026-11-21）' },
  datetime: { en: 'a date and time with offset', zh: '带时区的日期时间' },
  time_zone: { en: 'a time zone such as Asia/Shanghai', zh: '时区（例如 Asia/Shanghai）' },
  regex: { en: 'of the right form', zh: '正确的格式' },
};

const LONGEST_SHOWN = 60;

/** The type of a value as a schema names it, in words that continue `Expected …`. */
export function typeWords(type: string): Label {
  return TYPES[type] ?? ANY_VALUE;
}

/** One of several types. */
export function typesWords(types: readonly string[]): Label {
  const words = [...new Map(types.map((type) => [typeWords(type).en, typeWords(type)])).values()];
  if (words.length === 0) return ANY_VALUE;
  return { en: words.map(({ en }) => en).join(' or '), zh: words.map(({ zh }) => zh).join('或') };
}

/** What sort of JSON value was given. */
export function sortWords(input: unknown): Label {
  if (input === null) return typeWords('null');
  if (typeof input === 'boolean') return { en: String(input), zh: `布尔值 ${String(input)}` };
  return typeWords(Array.isArray(input) ? 'array' : typeof input);
}

/** The format of a text as a schema names it, in words that continue `"…" is not …`. */
export function formatWords(format: string): Label {
  return FORMATS[format] ?? ANY_VALUE;
}

/** A value as an error text may show it. */
export function shownInput(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
