import {
  FIELD_TYPES,
  didYouMean,
  errorCatalogue,
  type ErrorCode,
  type ErrorParameters,
  type Issue,
} from '@stratacrm/sdk';
import type { z } from 'zod';
import { MAX_NAME } from './kinds/shape.ts';

type ZodIssue = z.core.$ZodIssue;

/** What zod says is wrong, in our codes. */
export function issuesOf(issue: ZodIssue, schema: z.ZodType): Issue[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) => unknownProperty(path, name, schema, issue.path));
    case 'invalid_type':
      return [issue.input === undefined ? required(path) : wrongType(path, issue.expected, issue.input)];
    case 'invalid_value':
      return [issue.input === undefined ? required(path) : notAnOption(path, issue.input, issue.values.map(String))];
    case 'too_small':
    case 'too_big':
      return [outOfRange(path, issue)];
    case 'invalid_union':
      return [issue.input === undefined ? required(path) : unionIssue(path, issue)];
    case 'invalid_key':
      return [{ path, code: 'invalid_name', params: { max: MAX_NAME } }];
    case 'custom':
      return [custom(path, issue)];
    default:
      return [{ path, code: 'invalid_format', params: { value: String(issue.input), expected: issue.code } }];
  }
}

function required(path: string): Issue {
  return { path, code: 'required', params: { label: path } };
}

function wrongType(path: string, expected: string, input: unknown): Issue {
  return { path, code: 'wrong_type', params: { expected, got: typeName(input) } };
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function notAnOption(path: string, input: unknown, values: string[]): Issue {
  const value = typeof input === 'string' ? input : JSON.stringify(input);
  return { path, code: 'not_an_option', params: { value, suggestion: didYouMean(value, values) } };
}

function outOfRange(path: string, issue: Extract<ZodIssue, { code: 'too_small' | 'too_big' }>): Issue {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  if (issue.origin === 'string' && issue.code === 'too_big') {
    return { path, code: 'too_long', params: { max: limit, got: String(issue.input).length } };
  }
  const range = issue.code === 'too_small' ? { min: limit, max: '∞' } : { min: '-∞', max: limit };
  return { path, code: 'out_of_range', params: range };
}

/** A union of shapes told apart by a property says so; any other names the types it would take. */
function unionIssue(path: string, issue: Extract<ZodIssue, { code: 'invalid_union' }>): Issue {
  if (issue.discriminator !== undefined) {
    const input = (issue.input as Record<string, unknown>)[issue.discriminator];
    const at =
      path === '' || path.endsWith(issue.discriminator)
        ? path || issue.discriminator
        : `${path}.${issue.discriminator}`;
    return input === undefined ? required(at) : notAnOption(at, input, []);
  }
  const expected = issue.errors.flat().map((error) => (error.code === 'invalid_type' ? error.expected : error.code));
  return wrongType(path, [...new Set(expected)].join(' | '), issue.input);
}

function custom(path: string, issue: Extract<ZodIssue, { code: 'custom' }>): Issue {
  const { code, ...params } = (issue.params ?? {}) as ErrorParameters & { code?: ErrorCode };
  if (code === undefined || !(code in errorCatalogue)) throw new Error(`A shape was refused without a code at ${path}`);
  return {
    path,
    code,
    params: { max: MAX_NAME, label: path, value: String(issue.input), ...params, ...suggestions(code, issue.input) },
  };
}

function suggestions(code: ErrorCode, input: unknown): ErrorParameters {
  if (code !== 'unknown_field_type') return {};
  const names = FIELD_TYPES.map((type) => type.name);
  return { type: String(input), suggestion: didYouMean(String(input), names) };
}

function unknownProperty(path: string, name: string, schema: z.ZodType, at: readonly PropertyKey[]): Issue {
  const known = Object.keys(shapeAt(schema, at));
  return {
    path: path === '' ? name : `${path}.${name}`,
    code: 'unknown_property',
    params: { name, suggestion: didYouMean(name, known) },
  };
}

/** The properties known at the top; deeper places give no suggestion. */
function shapeAt(schema: z.ZodType, at: readonly PropertyKey[]): Record<string, unknown> {
  return at.length === 0 && 'shape' in schema ? (schema.shape as Record<string, unknown>) : {};
}
