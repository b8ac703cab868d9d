import { StrataError, suggestionAmong, type Issue } from '@stratacrm/sdk';
import { z } from 'zod';
import { formatWords, shownInput, sortWords, typesWords, typeWords } from '../kernel/input-words.ts';
import { branchNames, branchTypes, nearestBranch } from '../kernel/nearest-branch.ts';

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
      return [invalidFormat(path, issue.format, issue.input)];
    case 'invalid_union':
      return unionIssues(issue, schema);
    case 'custom':
      return [notOfForm(path, issue)];
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return [wrongType(path, 'value', 'input' in issue ? issue.input : undefined)];
  }
}

/** A union of shapes told apart by a property names those there are; of others the nearest says what is wrong. */
function unionIssues(issue: Extract<ZodIssue, { code: 'invalid_union' }>, schema: z.ZodType): Issue[] {
  const path = issue.path.map(String).join('.');
  if (issue.input === undefined) return [missing(path)];
  if (issue.discriminator !== undefined) {
    const said = (issue.input as Record<string, unknown>)[issue.discriminator];
    if (said === undefined) return [missing(path)];
    return [{ path, code: 'not_an_option', params: option(said, branchNames(issue)) }];
  }
  const nearest = nearestBranch(issue);
  if (nearest.length > 0) return nearest.flatMap((each) => translate(each, schema));
  return [
    { path, code: 'wrong_type', params: { expected: typesWords(branchTypes(issue)), got: sortWords(issue.input) } },
  ];
}

/** What a check of our own refused; the check names the form. */
function notOfForm(path: string, { params, input }: Extract<ZodIssue, { code: 'custom' }>): Issue {
  return invalidFormat(path, String(params?.['form']), input);
}

function invalidFormat(path: string, format: string, input: unknown): Issue {
  return { path, code: 'invalid_format', params: { value: shownInput(input), expected: formatWords(format) } };
}

function missing(path: string): Issue {
  return { path, code: 'required', params: { label: path } };
}

function unknownProperty(name: string, path: string, known: string[]): Issue {
  const place = path === '' ? name : `${path}.${name}`;
  // Another of several shapes has it.
  if (known.includes(name)) return { path: place, code: 'not_together', params: { name } };
  return { path: place, code: 'unknown_property', params: { name, suggestion: suggestionAmong(name, known) } };
}

function wrongType(path: string, expected: string, input: unknown): Issue {
  return { path, code: 'wrong_type', params: { expected: typeWords(expected), got: sortWords(input) } };
}

function outOfRange(path: string, origin: string, bound: { min?: number; max?: number }, input: unknown): Issue {
  if (origin === 'string' && bound.max !== undefined)
    return { path, code: 'too_long', params: { max: bound.max, got: String(input ?? '').length } };
  if (origin === 'string') return { path, code: 'too_few_characters', params: { min: bound.min ?? 1 } };
  if (Array.isArray(input)) return wrongLength(path, bound, input.length);
  return { path, code: 'out_of_range', params: { min: bound.min ?? '–∞', max: bound.max ?? '∞' } };
}

function option(input: unknown, values: readonly unknown[]) {
  return { value: shownInput(input), suggestion: suggestionAmong(shownInput(input), values.map(String)) };
}

function wrongLength(path: string, { min, max }: { min?: number; max?: number }, got: number): Issue {
  if (max !== undefined) return { path, code: 'too_many_values', params: { max, got } };
  return { path, code: 'too_few_values', params: { min: min ?? 1, got } };
}

/** The names an object of the schema may have at a path, for the suggestion. */
function propertiesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of path) at = shapeOf(at)[String(key)] ?? unwrap(elementOf(at));
  return Object.keys(shapeOf(at));
}

function shapeOf(schema: unknown): Record<string, unknown> {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return Object.assign({}, ...inner.options.map(shapeOf)) as Record<string, unknown>;
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
