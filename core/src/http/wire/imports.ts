import { z } from 'zod';
import { id, json, timestamp } from './values.ts';

const format = z.strictObject({
  encoding: z.enum(['utf-8', 'gb18030', 'big5']),
  separator: z.enum([',', ';', '\t', '|']),
  header: z.boolean(),
});

const mapping = z.strictObject({
  column: z.string(),
  field: z.string().nullable(),
  confidence: z.number(),
  match_by: z.string().optional(),
  replace: z.record(z.string(), z.string().nullable()).optional(),
});

const severity = z.enum(['error', 'warning']);

export const importBatch = z
  .strictObject({
    id,
    object: z.string(),
    file_name: z.string(),
    state: z.enum(['uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone']),
    format,
    mapping: z.array(mapping),
    key_field: z.string().nullable(),
    rows: z.int(),
    counts: z.strictObject({ create: z.int(), update: z.int(), unchanged: z.int(), error: z.int() }),
    problems: z.array(
      z.strictObject({
        column: z.string(),
        code: z.string(),
        message: z.string(),
        value: z.string().optional(),
        suggestion: z.string().optional(),
        rows: z.int(),
        severity,
      }),
    ),
    progress: z.number(),
    created_at: timestamp,
    created_by: id,
    error: z.string().optional(),
  })
  .meta({ id: 'Import' });

export const importAction = z.enum(['create', 'update', 'unchanged', 'error']);

export const importRow = z
  .strictObject({
    row: z.int(),
    action: importAction,
    values: z.record(z.string(), z.string()),
    result: z.record(z.string(), json),
    errors: z.array(z.strictObject({ column: z.string(), code: z.string(), message: z.string(), severity })),
  })
  .meta({ id: 'ImportRow' });

/** Checked in full by the use case, which knows the file. */
export const importSettings = z
  .strictObject({
    object: z.string().optional(),
    format: format.partial().optional(),
    mapping: z.array(mapping.partial({ confidence: true })).optional(),
    key_field: z.string().nullish(),
  })
  .meta({ id: 'ImportSettings' });
