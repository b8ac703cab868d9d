import { PART_SETTING_TYPES, isFieldType, type PluginPartDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Reference } from './kind.ts';
import { fieldReferences, valueReference } from './reference.ts';
import { base, fieldPath, json, keyed, label, longLabel, name, text } from './shape.ts';

const common = { ...base('plugin_part'), icon: text(50).optional() };

/** Looked at where they are used: by the linter of workflows. */
const settings = keyed(z.looseObject({ name, type: text(50), label }), 'name', 50);
const outcomes = keyed(z.strictObject({ name, label }), 'name', 20);
const results = keyed(z.strictObject({ name, type: z.looseObject({ type: text(20) }) }), 'name', 50);

const form = keyed(
  z.strictObject({
    name,
    type: z.enum(PART_SETTING_TYPES),
    label,
    help: longLabel.optional(),
    required: z.boolean().optional(),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    options: z
      .array(z.strictObject({ value: text(200), label }))
      .max(200)
      .optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  'name',
  50,
);

const typeNames = z.array(text(60)).min(1).max(50);

const inputs = keyed(
  z.strictObject({
    name,
    label,
    help: longLabel.optional(),
    required: z.boolean().optional(),
    types: typeNames.optional(),
  }),
  'name',
  20,
);

const display = z.strictObject({
  group: z.int().min(1).max(50).optional(),
  before: label.optional(),
  after: label.optional(),
  link: z
    .string()
    .max(500)
    .regex(/^https:\/\/[^{}\s/?#]+(?:[/?#][^\s]*)?$/)
    .optional(),
});

const schema = z.discriminatedUnion('part', [
  z.strictObject({ ...common, part: z.literal('action'), object: name.optional() }),
  z.strictObject({
    ...common,
    part: z.literal('step'),
    settings: settings.optional(),
    outcomes: outcomes.optional(),
    results: results.optional(),
  }),
  z.strictObject({ ...common, part: z.literal('trigger'), object: name.optional(), results: results.optional() }),
  z.strictObject({
    ...common,
    part: z.literal('validator'),
    types: typeNames.optional(),
    inputs: inputs.optional(),
    form: form.optional(),
  }),
  z.strictObject({
    ...common,
    part: z.literal('field_type'),
    base: z.string().refine(isFieldType, { params: { code: 'unknown_field_type' } }),
    preset: z.record(text(50), json).optional(),
    form: form.optional(),
    display: display.optional(),
    editor: name.optional(),
  }),
  z.strictObject({
    ...common,
    part: z.literal('enricher'),
    object: name,
    fields: z.array(name).min(1).max(100),
    on_create: z.boolean().optional(),
  }),
  z.strictObject({
    ...common,
    part: z.literal('connector'),
    object: name,
    outside: keyed(z.strictObject({ name: text(63), label, to: fieldPath.optional() }), 'name', 200),
    key: text(63),
  }),
]);

export const pluginPartKind: Kind<'plugin_part'> = {
  kind: 'plugin_part',
  packaged: true,
  schema: () => schema,
  object: () => null,
  references: (document) => [
    ...(document.object === undefined
      ? []
      : [valueReference(document, ['object'], { kind: 'object', name: document.object })]),
    ...fieldReferences(document, ['fields'], document.fields, document.object ?? ''),
    ...outsideReferences(document),
    ...editorReference(document),
  ],
  expressions: () => [],
  prune(document, isGone) {
    const { object = '', fields, outside } = document;
    const stays = (path: string): boolean => !isGone({ kind: 'field', object, path });
    return {
      ...document,
      ...(fields && { fields: fields.filter(stays) }),
      ...(outside && { outside: outside.map(({ to, ...each }) => (to && stays(to) ? { ...each, to } : each)) }),
    };
  },
};

/** Where the field of ours goes, the outside field stands for none. */
function outsideReferences(document: PluginPartDocument): Reference[] {
  const { object = '', outside = [] } = document;
  return outside.flatMap(({ to }, at) =>
    to === undefined
      ? []
      : [valueReference(document, ['outside', at, 'to'], { kind: 'field', object, path: to }, true)],
  );
}

function editorReference(document: PluginPartDocument): Reference[] {
  const { editor, base: type } = document;
  if (editor === undefined || type === undefined) return [];
  return [valueReference(document, ['editor'], { kind: 'screen', name: editor, mount: 'field_editor', type }, true)];
}
