import { settingsOf, usesOf, type SettingUse, type WorkflowDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Reference } from './kind.ts';
import { keyReference, valueReference } from './reference.ts';
import { base, json, label, name, text } from './shape.ts';

const settings = z.record(text(50), json);

const step = z.strictObject({
  id: name,
  type: text(100),
  version: z.int().min(1),
  label: label.optional(),
  settings,
  next: z.record(text(50), name),
  at: z.strictObject({ x: z.number(), y: z.number() }).optional(),
});

const values = z.record(text(100), json);

const test = z.strictObject({
  name,
  label: label.optional(),
  given: z.strictObject({
    record: values.optional(),
    old: values.optional(),
    records: z
      .array(z.strictObject({ object: name, id: z.uuid().optional(), values }))
      .max(100)
      .optional(),
    input: values.optional(),
    roles: z.array(name).max(50).optional(),
    now: z.iso.datetime({ offset: true }).optional(),
  }),
  assumed: z
    .record(
      name,
      z.strictObject({ outcome: text(50).optional(), results: values.optional(), response: json.optional() }),
    )
    .optional(),
  expect: z.strictObject({
    triggered: z.boolean().optional(),
    status: z.enum(['done', 'failed']).optional(),
    error: text(100).optional(),
    steps: z.array(name).max(500).optional(),
    writes: z
      .array(
        z.strictObject({
          object: name,
          action: z.enum(['create', 'update', 'delete', 'restore']),
          values: values.optional(),
        }),
      )
      .max(500)
      .optional(),
    deliveries: z
      .array(z.strictObject({ kind: text(50), payload: values.optional() }))
      .max(500)
      .optional(),
  }),
});

const schema = z.strictObject({
  ...base('workflow'),
  format: z.literal(1),
  active: z.boolean(),
  trigger: z.strictObject({ type: text(100), settings }),
  first: name.optional(),
  steps: z
    .array(step)
    .max(200)
    .superRefine((steps, context) => {
      const seen = new Set<string>();
      steps.forEach(({ id }, index) => {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [index, 'id'], params: { code: 'duplicate_entry', value: id } });
        seen.add(id);
      });
    }),
  run_as: name.optional(),
  tests: z.array(test).max(100).optional(),
  on_failing_test: z.enum(['stop', 'warn']).optional(),
});

/** Its expressions and outcomes are checked by the linter, which knows what each of its steps can name. */
export const workflowKind: Kind<'workflow'> = {
  kind: 'workflow',
  schema: () => schema,
  object: () => null,
  references: (document) =>
    settingsOf(document).flatMap((each) =>
      each.described.flatMap((setting) => usesOf(setting, each).flatMap((use) => referenceOf(document, use))),
    ),
  expressions: () => [],
};

/** Names of objects and fields, for renames; whether they are there is told by the linter, beside the setting. */
function referenceOf(document: WorkflowDocument, use: SettingUse): Reference[] {
  switch (use.kind) {
    case 'object':
      return [valueReference(document, use.path, { kind: 'object', name: use.name }, true)];
    case 'field':
      return use.of === undefined
        ? []
        : [valueReference(document, use.path, { kind: 'field', object: use.of, path: use.name }, true)];
    case 'value':
      return use.of === undefined
        ? []
        : [keyReference(document, use.path, { kind: 'field', object: use.of, path: use.field })];
    default:
      return [];
  }
}
