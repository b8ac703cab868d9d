import { settingsOf, usesOf, type SettingUse, type WorkflowDocument, type WorkflowTest } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Path, Reference } from './kind.ts';
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
  references: (document) => [
    ...settingsOf(document).flatMap((each) =>
      each.described.flatMap((setting) => usesOf(setting, each).flatMap((use) => referenceOf(document, use))),
    ),
    ...(document.run_as === undefined
      ? []
      : [valueReference(document, ['run_as'], { kind: 'role', name: document.run_as })]),
    ...(document.tests ?? []).flatMap((each, index) => testReferences(document, each, ['tests', index])),
  ],
  expressions: () => [],
};

/** What the settings name outright. Fields of a record that an expression gives are known to the linter alone. */
function referenceOf(document: WorkflowDocument, use: SettingUse): Reference[] {
  switch (use.kind) {
    case 'object':
    case 'role':
    case 'workflow':
      return [valueReference(document, use.path, { kind: use.kind, name: use.name })];
    case 'plugin_part':
      return [valueReference(document, use.path, { kind: 'plugin_part', name: use.name, part: use.part })];
    case 'field':
      return use.of === undefined
        ? []
        : [valueReference(document, use.path, { kind: 'field', object: use.of, path: use.name })];
    case 'value':
      return use.of === undefined
        ? []
        : [keyReference(document, use.path, { kind: 'field', object: use.of, path: use.field })];
    default:
      return [];
  }
}

/** What a test is given and wants to find written. */
function testReferences(document: WorkflowDocument, test: WorkflowTest, path: Path): Reference[] {
  const { given, expect } = test;
  const object = document.trigger.settings['object'];
  const fieldsIn = (of: string, values: object | undefined, at: Path): Reference[] =>
    Object.keys(values ?? {}).map((field) =>
      keyReference(document, [...at, field], { kind: 'field', object: of, path: field }),
    );
  const ownFields =
    typeof object !== 'string'
      ? []
      : [
          ...fieldsIn(object, given.record, [...path, 'given', 'record']),
          ...fieldsIn(object, given.old, [...path, 'given', 'old']),
        ];
  const recordsIn = (list: readonly { object: string; values?: object }[] | undefined, at: Path): Reference[] =>
    (list ?? []).flatMap((each, index) => [
      valueReference(document, [...at, index, 'object'], { kind: 'object', name: each.object }),
      ...fieldsIn(each.object, each.values, [...at, index, 'values']),
    ]);
  return [
    ...ownFields,
    ...recordsIn(given.records, [...path, 'given', 'records']),
    ...recordsIn(expect.writes, [...path, 'expect', 'writes']),
    ...(given.roles ?? []).map((role, at) =>
      valueReference(document, [...path, 'given', 'roles', at], { kind: 'role', name: role }),
    ),
  ];
}
