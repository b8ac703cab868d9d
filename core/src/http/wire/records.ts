import { VIEW_KINDS } from '@stratacrm/sdk';
import { z } from 'zod';
import { id, json, timestamp } from './values.ts';

export const record = z
  .looseObject({ id })
  .meta({ id: 'Record', description: 'A record; its other properties are the fields asked for.' });

/**
 * Values by field name, as they came: they are read by the write pipeline, value by value. To have each copied and looked at here
 * as well took as long as to read the JSON.
 */
export const recordInput = z
  .unknown()
  .check(({ value, issues }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      issues.push({ code: 'invalid_type', expected: 'record', input: value });
  })
  .meta({
    id: 'RecordInput',
    description: 'Values by field name.',
    type: 'object',
    additionalProperties: { $ref: '#/components/schemas/JsonValue' },
  }) as unknown as z.ZodType<Record<string, unknown>>;

export const warnings = z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() }));

export const writtenRecord = z.strictObject({ data: record, warnings: warnings.optional() });

export const recordPage = z
  .strictObject({
    data: z.array(record),
    page: z.strictObject({ next: z.string().nullable().meta({ description: 'The `cursor` of the next page.' }) }),
    count: z.int().optional(),
    estimated: z.literal(true).optional().meta({ description: 'The count is an estimate.' }),
  })
  .meta({ id: 'RecordPage' });

export const groupPage = z
  .strictObject({
    data: z.array(z.record(z.string(), json)),
    page: z.strictObject({ next: z.string().nullable().meta({ description: 'The `cursor` of the groups after.' }) }),
  })
  .meta({ id: 'GroupPage' });

export const counting = z.enum(['exact', 'estimate', 'none']).meta({
  description: 'estimate: exact up to 10 000, beyond that about right where that gives nothing hidden away.',
});

const groupBy = z.union([
  z.string(),
  z.strictObject({ field: z.string(), bucket: z.enum(['day', 'week', 'month', 'quarter', 'year']) }),
]);

export const asOf = timestamp.max(40).meta({
  format: 'date-time',
  description: 'A past moment: values and records as they were then, under the access rules of today.',
});

export const recordQuery = z
  .strictObject({
    fields: z.array(z.string()).max(500).optional(),
    filter: z.string().max(20_000).optional().meta({ description: 'CEL with bare field names: `status == "active"`.' }),
    sort: z.string().max(1000).optional().meta({ description: '`-close_date` or `stage,-amount`.' }),
    limit: z.int().optional().meta({ description: '1 to 200, default 50.' }),
    cursor: z.string().max(10_000).optional(),
    backwards: z.boolean().optional().meta({ description: 'true: from the end of the order, the last record first.' }),
    count: counting.optional(),
    group_by: z.array(groupBy).max(10).optional(),
    aggregates: z.record(z.string(), z.string().max(200)).optional(),
    having: z.string().max(20_000).optional(),
    deleted: z.boolean().optional(),
    as_of: asOf.optional(),
  })
  .meta({ id: 'RecordQuery' });

export const bulkRequest = z
  .strictObject({
    create: z.array(recordInput).optional(),
    update: z.array(recordInput).optional().meta({ description: 'Each with its `id`; a `version` given is checked.' }),
    upsert: z
      .strictObject({
        key: z.string().max(200).meta({ description: 'A unique field, or a rule of fields that are unique together.' }),
        rows: z.array(recordInput),
      })
      .optional()
      .meta({
        description:
          'Changes the records that have these values of the key, creates those that are not there. By a rule with a condition ' +
          'only records it holds for are found; a row that does not fall under it is created each time.',
      }),
    delete: z.array(z.string()).optional(),
    restore: z
      .array(z.string())
      .optional()
      .meta({ description: 'Out of the recycle bin, each with all that was deleted with it.' }),
    mode: z
      .enum(['all', 'partial'])
      .optional()
      .meta({ description: 'all (the default): one error and nothing is written.' }),
  })
  .meta({ id: 'BulkRequest' });

export const restorePreview = z
  .strictObject({
    records: z.int().meta({ description: 'How many of those asked for are there to be restored.' }),
    along: z
      .array(z.strictObject({ object: z.string(), count: z.int() }))
      .meta({ description: 'What was deleted because of them, as far as the reader may see it.' }),
  })
  .meta({ id: 'RestorePreview' });

export const bulkResult = z
  .strictObject({
    created: z.array(id),
    updated: z.array(id),
    deleted: z.array(id),
    restored: z.array(id),
    errors: z.array(
      z.strictObject({
        list: z.enum(['create', 'update', 'upsert', 'delete', 'restore']),
        index: z.int(),
        path: z.string(),
        code: z.string(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'BulkResult' });

const byFilter = {
  filter: z.string().min(1).max(20_000).meta({ description: 'CEL with bare field names; `true` for all.' }),
  expected_count: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How many the caller expects; another number changes nothing (409).' }),
  mode: z.enum(['all', 'partial']).optional().meta({
    description: 'all (the default, up to 10 000): one error and nothing is written. partial: in portions of 1 000.',
  }),
  dry_run: z.boolean().optional().meta({ description: 'true: says what would happen, and changes nothing.' }),
};

export const updateByFilter = z.strictObject({ ...byFilter, set: recordInput }).meta({ id: 'UpdateByFilterRequest' });

export const deleteByFilter = z.strictObject(byFilter).meta({ id: 'DeleteByFilterRequest' });

export const undoByFilter = z
  .strictObject({
    batch: id.meta({ description: 'The `batch` that the request was answered with; 30 days old at most.' }),
  })
  .meta({ id: 'UndoByFilterRequest' });

export const byFilterResult = z
  .strictObject({
    matched: z.int(),
    done: z.int(),
    failed: z.int(),
    errors: z.array(z.strictObject({ id, path: z.string(), code: z.string(), message: z.string() })),
    batch: id.optional().meta({ description: 'By which what was done can be taken back.' }),
  })
  .meta({ id: 'ByFilterResult' });

const person = z.strictObject({ id, name: z.string() }).nullable();

export const historyEntry = z
  .strictObject({
    at: timestamp,
    by: person,
    action: z.enum(['create', 'update', 'delete', 'restore']),
    cause: z.strictObject({ kind: z.string(), id: z.string().optional() }),
    release: z.int(),
    version: z.int(),
    changes: z.array(z.strictObject({ field: z.string(), from: json, to: json })),
  })
  .meta({ id: 'HistoryEntry' });

export const timelineEntry = z
  .strictObject({
    at: timestamp,
    kind: z.enum(['activity', 'change']),
    by: person,
    object: z.string().optional(),
    id: id.optional(),
    type: z.string().nullish(),
    title: z.string().nullish(),
    body: z.string().nullish(),
    change: historyEntry.optional(),
  })
  .meta({ id: 'TimelineEntry' });

export const page = z.strictObject({ next: z.string().nullable() });

export const searchHit = z
  .strictObject({
    object: z.string(),
    id,
    name: z.string(),
    field: z.string(),
    excerpt: z.string(),
    score: z.number(),
  })
  .meta({ id: 'SearchHit' });

export const searchGaps = z.strictObject({ objects: z.array(z.string()), percent: z.number() }).meta({
  id: 'SearchGaps',
  description:
    'The index of these objects is still being made, after an update or a release: older records may be missing from the answer.',
});

export const savedView = z
  .looseObject({
    id,
    name: z.string(),
    owner: id,
    shared_with: z.enum(['nobody', 'team', 'everybody']),
    object: z.string(),
    type: z.enum(VIEW_KINDS),
    columns: z.array(z.looseObject({ name: z.string() })),
  })
  .meta({ id: 'SavedView' });
