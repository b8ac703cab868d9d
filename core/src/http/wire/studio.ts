import { DOCUMENT_KINDS, FIELD_PERMISSIONS, SYSTEM_RIGHTS, VERBS } from '@stratacrm/sdk';
import { z } from 'zod';
import { id, json, label, timestamp } from './values.ts';

const kind = z.enum(DOCUMENT_KINDS);

export const layerInfo = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['platform', 'plugin', 'workspace', 'strategy']),
    label,
    editable: z.boolean(),
    unpublished: z.int(),
  })
  .meta({ id: 'Layer' });

export const document = z
  .looseObject({ kind, id, name: z.string(), label })
  .meta({ id: 'Document', description: 'One piece of configuration.' });

export const documentInfo = z
  .strictObject({
    document,
    key: z.string(),
    origin: z.string(),
    patched_by: z.array(z.string()),
    provenance: z.record(z.string(), z.string()),
    state: z.enum(['published', 'draft_new', 'draft_changed', 'draft_archived']),
    version: z.string(),
    changed: z.strictObject({ at: timestamp, by: z.string().nullable(), release: z.int().nullable() }).nullable(),
  })
  .meta({ id: 'DocumentInfo' });

export const fillRates = z
  .strictObject({
    records: z.int().meta({ description: 'Living records that the reader may see.' }),
    filled: z
      .record(z.string(), z.int())
      .meta({ description: 'Field → how many of these records have a value in it.' }),
  })
  .meta({ id: 'FillRates' });

export const documentInput = z
  .record(z.string(), json)
  .meta({ id: 'DocumentInput', description: 'The whole desired document.' });

export const documentChange = z
  .strictObject({
    kind,
    key: z.string(),
    label,
    object: z.string().optional(),
    action: z.enum(['add', 'change', 'archive', 'restore', 'remove', 'rename']),
    properties: z.array(z.strictObject({ path: z.string(), from: json, to: json })),
  })
  .meta({ id: 'DocumentChange' });

const accessChange = z
  .strictObject({
    way: z.enum(['gain', 'lose']),
    object: z.string().optional(),
    verb: z.enum(VERBS).optional(),
    field: z.string().optional(),
    permission: z.enum(FIELD_PERMISSIONS).optional(),
    right: z.enum(SYSTEM_RIGHTS).optional(),
    count: z.int().meta({ description: 'How many people.' }),
    people: z.array(
      z.strictObject({
        id,
        name: z.string(),
        records: z.int().nullable().meta({ description: 'null: not counted.' }),
        sample: z.array(id),
      }),
    ),
    looked_at: z.int().optional().meta({ description: 'Records were counted among the newest so many only.' }),
    people_looked_at: z.int().optional().meta({ description: 'Records were counted for so many people only.' }),
  })
  .meta({ id: 'AccessChange', description: 'What people gain or lose when roles change.' });

export const publishPlan = z
  .strictObject({
    diff: z.array(documentChange),
    impact: z.array(
      z.strictObject({
        text: label,
        kind: z.enum(['records', 'users', 'views', 'rules', 'layouts', 'roles']),
        object: z.string().optional(),
        count: z.int(),
        sample: z.array(z.string()),
        access: accessChange.optional(),
      }),
    ),
    conversions: z.array(
      z
        .strictObject({
          object: z.string(),
          field: z.string(),
          now: z
            .strictObject({ object: z.string(), field: z.string() })
            .meta({ description: 'What the live release calls it.' }),
          label,
          from: z.string(),
          to: z.string(),
          filled: z.int().meta({ description: 'Living records that have a value.' }),
          looked_at: z.int().meta({ description: 'Of these so many were looked at before the plan was due.' }),
          fails: z.int().meta({ description: 'Of those looked at so many do not convert.' }),
          reasons: z.array(z.strictObject({ code: z.string(), message: z.string().nullable(), count: z.int() })),
          sample: z.array(z.strictObject({ id, value: z.string().nullable(), message: z.string().nullable() })),
        })
        .meta({ description: 'Values are null for those who may not read the field of every record.' }),
    ),
    ddl: z.array(z.strictObject({ phase: z.enum(['expand', 'switch', 'finish']), text: label, sql: z.string() })),
    problems: z.array(
      z.strictObject({
        kind,
        key: z.string(),
        path: z.string(),
        code: z.string(),
        message: z.string(),
        records: z
          .strictObject({ object: z.string(), ids: z.array(id) })
          .optional()
          .meta({ description: 'Some of the records that are meant.' }),
      }),
    ),
    warnings: z
      .array(z.strictObject({ kind, key: z.string(), path: z.string(), code: z.string(), message: z.string() }))
      .meta({ description: 'What may be meant so, and may not; it stops nothing.' }),
  })
  .meta({ id: 'PublishPlan' });

export const conversionProgress = z
  .strictObject({
    object: z.string(),
    field: z.string(),
    label,
    done: z.int().meta({ description: 'Records looked at.' }),
    total: z.int(),
  })
  .meta({ id: 'ConversionProgress' });

export const releaseInfo = z
  .strictObject({
    number: z.int(),
    message: z.string(),
    author: z.string().nullable(),
    author_name: z.string().nullable().meta({ description: 'How he was called then.' }),
    at: timestamp,
    changes: z.int(),
  })
  .meta({ id: 'Release' });

export const modelResponse = z
  .looseObject({
    release: z.int(),
    variant: z.string(),
    objects: z.record(
      z.string(),
      z.looseObject({
        name: z.string(),
        label,
        fields: z.record(z.string(), z.looseObject({ name: z.string(), type: z.string(), label })),
      }),
    ),
    rights: z.strictObject({
      system: z.array(z.string()),
      objects: z.record(
        z.string(),
        z.strictObject({
          verbs: z.record(z.string(), z.enum(['yes', 'no', 'some'])),
          fields: z.record(z.string(), z.enum(FIELD_PERMISSIONS)),
          masked: z
            .array(z.strictObject({ name: z.string(), label }))
            .meta({ description: 'Fields that are not shown, but told of one record on demand.' }),
        }),
      ),
    }),
  })
  .meta({ id: 'Model', description: 'The effective model, less what the reader may not see, and his rights.' });
