import type { Label } from '../label.ts';
import type { Parsed } from './field-type.ts';

const LONGEST_QUOTE = 80;

/** A value as an error text may show it: short, and free of what cannot be stored. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  const clean = text.replaceAll('\0', '�').toWellFormed();
  return clean.length > LONGEST_QUOTE ? `${clean.slice(0, LONGEST_QUOTE).toWellFormed()}…` : clean;
}

const KINDS: Record<string, Label> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'an object', zh: '对象' },
  null: { en: 'nothing', zh: '空值' },
};

function kindOf(value: unknown): Label {
  if (typeof value === 'boolean') return { en: String(value), zh: `布尔值 ${String(value)}` };
  const kind = value === null || value === undefined ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return KINDS[kind] ?? { en: kind, zh: kind };
}

/** The input is of another JSON type altogether. */
export function wrongType(input: unknown, expected: Label): Parsed {
  return { ok: false, code: 'wrong_type', params: { expected, got: kindOf(input) } };
}

/** The text does not say what it should. `expected` continues `"…" is not `. */
export function invalidFormat(input: unknown, expected: Label): Parsed {
  return { ok: false, code: 'invalid_format', params: { value: quoted(input), expected } };
}

export function outOfRange(min: string | number, max: string | number): Parsed {
  return { ok: false, code: 'out_of_range', params: { min, max } };
}
