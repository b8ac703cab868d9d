import { didYouMean, StrataError, type Issue } from '@stratacrm/sdk';
import { z } from 'zod';

type ZodIssue = z.core.$ZodIssue;

/** The value, checked and converted by the schema; throws `invalid_input` in the words of the error catalogue. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw StrataError.invalid(result.error.issues.flatMap((issue) => translate(issue, schema)));
}

function translate(issue: ZodIssue, schema: z.ZodType): Issue[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) => unknownProperty(name, path, propertiesAt(schema, issue.path)));
    case 'invalid_type':
      return [issue.input === undefined ? missing(path) : wrongType(path, issue.expected, issue.input)];
    case 'invalid_value':
      if (issue.input === undefined) return [missing(path)];
      return [{ path, code: 'not_an_option', params: option(issue.input, issue.values) }];
    case 'too_big':
      return [outOfRange(path, issue.origin, { max: Number(issue.maximum) }, issue.input)];
    case 'too_small':
      if (issue.origin === 'string' && issue.input === '') return [missing(path)];
      return [outOfRange(path, issue.origin, { min: Number(issue.minimum) }, issue.input)];
    case 'invalid_format':
      return [
        { path, code: 'invalid_format', params: { value: shown(issue.input), expected: FORMATS[issue.format] ?? ANY } },
      ];
    case 'invalid_union':
      return [wrongType(path, 'union', issue.input)];
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return [wrongType(path, 'value', 'input' in issue ? issue.input : undefined)];
  }
}

function missing(path: string): Issue {
  return { path, code: 'required', params: { label: path } };
}

function unknownProperty(name: string, path: string, known: string[]): Issue {
  const place = path === '' ? name : `${path}.${name}`;
  return { path: place, code: 'unknown_property', params: { name, suggestion: didYouMean(name, known) } };
}

function wrongType(path: string, expected: string, input: unknown): Issue {
  return { path, code: 'wrong_type', params: { expected: TYPES[expected] ?? ANY, got: TYPES[typeOf(input)] ?? ANY } };
}

function outOfRange(path: string, origin: string, bound: { min?: number; max?: number }, input: unknown): Issue {
  if (origin === 'string' && bound.max !== undefined)
    return { path, code: 'too_long', params: { max: bound.max, got: String(input ?? '').length } };
  return { path, code: 'out_of_range', params: { min: bound.min ?? '–∞', max: bound.max ?? '∞' } };
}

function option(input: unknown, values: readonly unknown[]) {
  return { value: shown(input), suggestion: didYouMean(shown(input), values.map(String)) };
}

function shown(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function typeOf(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'array' : typeof input;
}

/** The names an object of the schema may have at a path, for the suggestion. */
function propertiesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of path) at = unwrap(at) instanceof z.ZodObject ? shapeOf(at)[String(key)] : unwrap(elementOf(at));
  return Object.keys(shapeOf(at));
}

function shapeOf(schema: unknown): Record<string, unknown> {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
}

function elementOf(schema: unknown): unknown {
  const inner = unwrap(schema);
  return inner instanceof z.ZodArray ? inner.element : undefined;
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner;
}

const ANY = { en: 'a suitable value', zh: '合适的值' };

const TYPES: Record<string, { en: string; zh: string }> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  object: { en: 'an object', zh: '对象' },
  record: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
  null: { en: 'null', zh: '空值' },
  undefined: { en: 'nothing', zh: '无' },
  union: { en: 'another sort of value', zh: '其他类型的值' },
};

const FORMATS: Record<string, { en: string; zh: string }> = {
  uuid: { en: 'an id', zh: '有效的标识' },
  email: { en: 'an e-mail address', zh: '有效的邮箱地址' },
  datetime: { en: 'a date and time with offset', zh: '带时区的日期时间' },
  regex: { en: 'of the right form', zh: '正确的格式' },
};
