import { z } from 'zod';
import { runProblem } from './workflow.ts';
import { id, timestamp } from './values.ts';

const settings = z.record(z.string().max(50), z.union([z.string().max(2_000), z.number(), z.null()]));

export const connectionInfo = z
  .strictObject({
    kind: z.string(),
    name: z.string(),
    title: z.string(),
    settings,
    secrets: z
      .array(z.string())
      .meta({ description: 'Names of the secrets it has; the secrets themselves are never told.' }),
    updated_at: timestamp,
  })
  .meta({ id: 'Connection' });

export const connectionChange = z.strictObject({
  kind: z.string().max(50),
  title: z.string().trim().min(1).max(200),
  settings,
  secrets: z
    .record(z.string().max(50), z.string().max(10_000).nullable())
    .optional()
    .meta({ description: 'Secrets to be kept; null takes one away, one that is not named stays.' }),
});

export const deliveryState = z.enum(['pending', 'delivered', 'failed', 'cancelled']);

export const deliveryInfo = z
  .strictObject({
    id,
    kind: z.string(),
    state: deliveryState,
    to: z.string(),
    attempts: z.int(),
    tries: z.int(),
    next_try: timestamp.nullable(),
    problem: runProblem.nullable(),
    run: id.nullable(),
    created_at: timestamp,
    settled_at: timestamp.nullable(),
  })
  .meta({ id: 'Delivery' });

export const mailPreview = z.strictObject({ subject: z.string(), html: z.string(), text: z.string() });

export const templateDraft = z.strictObject({
  object: z.string().max(50),
  record: id,
  language: z.enum(['en', 'zh']),
  subject: z.strictObject({ en: z.string().max(500), zh: z.string().max(500) }),
  body: z.strictObject({ en: z.string().max(50_000), zh: z.string().max(50_000) }),
});
