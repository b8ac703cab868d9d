import {
  FIELD_TYPES,
  didYouMean,
  suggestionAmong,
  errorCatalogue,
  type ErrorCode,
  type ErrorParameters,
  type Issue,
} from '@stratacrm/sdk';
import type { z } from 'zod';
import { ANY_VALUE, formatWords, shownInput, sortWords, typeWords, typesWords } from '../kernel/input-words.ts';
import { branchNames, branchTypes, nearestBranch } from '../kernel/nearest-branch.ts';
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
      return issue.input === undefined ? [required(path)] : unionIssues(path, issue, schema);
    case 'invalid_key':
      return [{ path, code: 'invalid_name', params: { max: MAX_NAME } }];
    case 'invalid_format':
      return [
        {
          path,
          code: 'invalid_format',
          params: { value: shownInput(issue.input), expected: formatWords(issue.format) },
        },
      ];
    case 'custom':
      return [custom(path, issue)];
    default:
      return [{ path, code: 'invalid_format', params: { value: shownInput(issue.input), expected: ANY_VALUE } }];
  }
}

function required(path: string): Issue {
  return { path, code: 'required', params: { label: path } };
}

function wrongType(path: string, expected: string, input: unknown): Issue {
  return { path, code: 'wrong_type', params: { expected: typeWords(expected), got: sortWords(input) } };
}

function notAnOption(path: string, input: unknown, values: string[]): Issue {
  const value = shownInput(input);
  return { path, code: 'not_an_option', params: { value, suggestion: suggestionAmong(value, values) } };
}

function outOfRange(path: string, issue: Extract<ZodIssue, { code: 'too_small' | 'too_big' }>): Issue {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  if (issue.origin === 'string' && issue.code === 'too_big') {
    return { path, code: 'too_long', params: { max: limit, got: String(issue.input).length } };
  }
  if (Array.isArray(issue.input)) {
    const got = issue.input.length;
    if (issue.code === 'too_big') return { path, code: 'too_many_values', params: { max: limit, got } };
    return { path, code: 'too_few_values', params: { min: limit, got } };
  }
  if (issue.input === '') return required(path);
  const range = issue.code === 'too_small' ? { min: limit, max: '∞' } : { min: '-∞', max: limit };
  return { path, code: 'out_of_range', params: range };
}

/** A union of shapes told apart by a property names those there are; of others the nearest says what is wrong. */
function unionIssues(path: string, issue: Extract<ZodIssue, { code: 'invalid_union' }>, schema: z.ZodType): Issue[] {
  if (issue.discriminator !== undefined) {
    const input = (issue.input as Record<string, unknown>)[issue.discriminator];
    const at =
      path === '' || path.endsWith(issue.discriminator)
        ? path || issue.discriminator
        : `${path}.${issue.discriminator}`;
    return [input === undefined ? required(at) : notAnOption(at, input, branchNames(issue))];
  }
  const nearest = nearestBranch(issue);
  if (nearest.length > 0) return nearest.flatMap((each) => issuesOf(each, schema));
  const params = { expected: typesWords(branchTypes(issue)), got: sortWords(issue.input) };
  return [{ path, code: 'wrong_type', params }];
}

function custom(path: string, issue: Extract<ZodIssue, { code: 'custom' }>): Issue {
  const { code, ...params } = (issue.params ?? {}) as ErrorParameters & { code?: ErrorCode };
  if (code === undefined || !(code in errorCatalogue)) throw new Error(`A shape was refused without a code at ${path}`);
  return {
    path,
    code,
    params: {
      max: MAX_NAME,
      label: path,
      value: shownInput(issue.input),
      ...params,
      ...suggestions(code, issue.input),
    },
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
    params: { name, suggestion: suggestionAmong(name, known) },
  };
}

/** The properties known at the top; deeper places give no suggestion. */
function shapeAt(schema: z.ZodType, at: readonly PropertyKey[]): Record<string, unknown> {
  return at.length === 0 && 'shape' in schema ? (schema.shape as Record<string, unknown>) : {};
}
