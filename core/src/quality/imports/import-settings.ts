import { StrataError, type ColumnMapping, type ImportFormat, type Issue } from '@stratacrm/sdk';
import { z } from 'zod';

/** What can be changed of an uploaded file before it runs; all of it may be left out. */
export interface ImportSettings {
  object?: string;
  /** What is left out stays as it is. */
  format?: Partial<ImportFormat>;
  mapping?: ColumnMapping[];
  key_field?: string | null;
}

const mapping = z.strictObject({
  column: z.string(),
  field: z.string().nullable(),
  confidence: z.number().min(0).max(1).default(1),
  match_by: z.string().optional(),
  replace: z.record(z.string(), z.string().nullable()).optional(),
});

const settings = z.strictObject({
  object: z.string().optional(),
  format: z
    .strictObject({
      encoding: z.enum(['utf-8', 'gb18030', 'big5']),
      separator: z.enum([',', ';', '\t', '|']),
      header: z.boolean(),
    })
    .partial()
    .optional(),
  mapping: z.array(mapping).max(5_000).optional(),
  key_field: z.string().nullable().optional(),
});

/** The body of a change to an import; throws `invalid_input` with a path for everything wrong. */
export function parseImportSettings(input: unknown): ImportSettings {
  const parsed = settings.safeParse(input);
  if (parsed.success) return parsed.data as ImportSettings;
  throw StrataError.invalid(parsed.error.issues.flatMap(toIssues));
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: [...issue.path, name].join('.'),
      code: 'unknown_property',
      params: { name, suggestion: '' },
    }));
  }
  const expected = issue.code === 'invalid_type' ? issue.expected : issue.message;
  return [{ path, code: 'wrong_type', params: { expected, got: 'something else' } }];
}
