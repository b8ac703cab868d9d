import type { JsonValue } from '../../json.ts';
import { isStorableText } from '../../expressions/text-order.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { traits } from '../traits.ts';

const DATA = { en: 'a JSON object or list', zh: 'JSON 对象或列表' };
const MAX_LENGTH = 100_000;
const MAX_DEPTH = 32;

class NotJson extends Error {}

/**
 * A plain copy of what JSON can say: whatever else there is refused, and so is what could not be stored. Keys of any name
 * become properties of their own, `__proto__` too.
 */
function copy(value: unknown, depth: number): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (typeof value === 'string' && isStorableText(value)) return value;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) throw new NotJson();
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, depth + 1));
  const entries = Object.entries(value).map(([key, item]) => {
    if (!isStorableText(key)) throw new NotJson();
    return [key, copy(item, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function parseJson(input: unknown): Parsed {
  if (typeof input !== 'object' || input === null) return wrongType(input, DATA);
  try {
    const value = copy(input, 0);
    const { length } = JSON.stringify(value);
    if (length > MAX_LENGTH) return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: length } };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof NotJson) return wrongType(input, DATA);
    throw error;
  }
}

function readWrittenJson(written: string): Parsed {
  if (written.length > MAX_LENGTH * 2)
    return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: written.length } };
  let read: unknown;
  try {
    read = JSON.parse(written);
  } catch {
    return invalidFormat(written, DATA);
  }
  return parseJson(read);
}

export const json: FieldType = {
  name: 'json',
  label: { en: 'Structured data', zh: '结构化数据' },
  description: { en: 'JSON from another system, kept as it is.', zh: '来自其他系统的 JSON，原样保存。' },
  icon: 'braces',
  editor: 'json',
  settings: [],
  storage: 'jsonb',
  traits: traits({}),
  expressionType: () => ({ type: 'json' }),
  parse: parseJson,
  fromText: readWrittenJson,
  format: (value) => JSON.stringify(value),
  jsonSchema: () => ({ type: ['object', 'array'] }),
};
