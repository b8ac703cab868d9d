import {
  FIELD_TYPES,
  fieldType,
  isFieldType,
  isLimit,
  type ExpressionType,
  type FieldDocument,
  type FieldType,
  type JsonValue,
  type SettingField,
} from '@stratacrm/sdk';
import { z } from 'zod';
import { MONEY_SUFFIXES, OBJECT_SUFFIX, VALUE_SUFFIX } from '../physical.ts';
import { SYSTEM_FIELD_NAMES } from '../platform/system-fields.ts';
import type { ExpressionUse, Kind, Reference, Target } from './kind.ts';
import { plainSetting } from './plain-setting.ts';
import { valueReference } from './reference.ts';
import { reservedWord } from './reserved-words.ts';
import { base, expression, json, label, longLabel, name, options, pattern, sensitivity, text } from './shape.ts';

const common = {
  ...base('field'),
  object: name,
  type: z.string().refine(isFieldType, { params: { code: 'unknown_field_type' } }),
  help: longLabel.optional(),
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  read_only_after_create: z.boolean().optional(),
  sensitivity: sensitivity.optional(),
  default: json.optional(),
  as: name.optional(),
  as_settings: z.record(text(50), json).optional(),
  editor: name.optional(),
};

/** Objects that one field may point to. */
const MOST_TARGETS = 50;

/** Made once: zod compiles each schema, which takes longer than checking a hundred fields with it. */
const schemas = new Map(
  FIELD_TYPES.map((type) => [type.name, z.strictObject({ ...common, ...settingsShape(type) })] as const),
);

/** The name of the type is refused; what else the field says cannot be judged. */
const unknownType = z.looseObject(common);

export const fieldKind: Kind<'field'> = {
  kind: 'field',
  schema: (input) => schemas.get(input['type'] as string) ?? unknownType,
  reservedName: reservedFieldName,
  object: (document) => document.object,
  references: (document) => [
    valueReference(document, ['object'], { kind: 'object', name: document.object }),
    ...settingsOf(document).flatMap((setting) => settingReferences(document, setting)),
    ...offerReferences(document),
    ...(document.as === undefined ? [] : [valueReference(document, ['as'], shapeOf(document), true)]),
    ...(document.editor === undefined ? [] : [valueReference(document, ['editor'], editorOf(document), true)]),
  ],
  expressions: (document) => settingsOf(document).flatMap((setting) => settingExpressions(document, setting)),
  prune(document, isGone) {
    return withoutEditor(withoutShape(document, isGone), isGone);
  },
};

/** A field whose type went with its plugin is of the type its values are kept as. */
function withoutShape(document: FieldDocument, isGone: (target: Target) => boolean): FieldDocument {
  const { as, as_settings: _, ...rest } = document;
  return as === undefined || !isGone(shapeOf(document)) ? document : rest;
}

function withoutEditor(document: FieldDocument, isGone: (target: Target) => boolean): FieldDocument {
  const { editor, ...rest } = document;
  return editor === undefined || !isGone(editorOf(document)) ? document : rest;
}

function shapeOf({ as = '' }: FieldDocument): Target {
  return { kind: 'plugin_part', name: as, part: 'field_type' };
}

function editorOf({ editor = '', type }: FieldDocument): Target {
  return { kind: 'screen', name: editor, mount: 'field_editor', type };
}

function reservedFieldName(name: string): string | null {
  if (SYSTEM_FIELD_NAMES.has(name)) return 'Strata';
  if ([...MONEY_SUFFIXES, VALUE_SUFFIX, OBJECT_SUFFIX].some((suffix) => name.endsWith(suffix))) return 'Strata';
  return reservedWord(name);
}

function settingsOf(document: FieldDocument): SettingField[] {
  return isFieldType(document.type) ? fieldType(document.type).settings : [];
}

/** The settings of the type, each as its own description says. */
export function settingsShape(type: FieldType): Record<string, z.ZodType> {
  return Object.fromEntries(
    type.settings.map((setting) => {
      const shape = settingShape(setting);
      return [setting.name, setting.required === true ? shape : shape.optional()];
    }),
  );
}

function settingShape(setting: SettingField): z.ZodType {
  switch (setting.type) {
    case 'text':
    case 'integer':
    case 'boolean':
    case 'select':
      return plainSetting(setting.type, setting);
    case 'options':
      return options;
    case 'option_set':
    case 'object':
    case 'field':
      return name;
    case 'objects':
      return z.array(name).min(1).max(MOST_TARGETS);
    case 'pattern':
      return pattern;
    case 'limit':
      return z.string().refine((text) => isLimit(text, setting.limit ?? 'date'), {
        params: { code: 'invalid_format', ...(setting.help && { expected: setting.help }) },
      });
    case 'label':
      return label;
    case 'expression':
      return expression;
    case 'field_type':
      return setting.options === undefined
        ? z.string().refine(isFieldType, { params: { code: 'unknown_field_type' } })
        : z.enum(setting.options.map((option) => option.value));
  }
}

function settingReferences(document: FieldDocument, setting: SettingField): Reference[] {
  const value = valueOf(document, setting);
  if (setting.type === 'objects' && Array.isArray(value)) {
    return value.map((each, index) =>
      valueReference(document, [setting.name, index], { kind: 'object', name: String(each) }),
    );
  }
  if (typeof value !== 'string') return [];
  if (setting.type === 'field') {
    const object = setting.of === undefined ? document.object : settingText(document, setting.of);
    const target: Target = {
      kind: 'field',
      object,
      path: value,
      ...(setting.needs && { needs: setting.needs }),
    };
    return [valueReference(document, [setting.name], target)];
  }
  if (setting.type !== 'object' && setting.type !== 'option_set') return [];
  return [valueReference(document, [setting.name], { kind: setting.type, name: value })];
}

/** Options are offered beside options that are there. */
function offerReferences(document: FieldDocument): Reference[] {
  const { object, controlled_by: field, options } = document;
  if (field === undefined) return [];
  return (options ?? []).flatMap(({ when = [] }, index) =>
    when.map((value, at) =>
      valueReference(document, ['options', index, 'when', at], { kind: 'option', object, field, value }),
    ),
  );
}

function settingExpressions(document: FieldDocument, setting: SettingField): ExpressionUse[] {
  const source = valueOf(document, setting);
  if (setting.type !== 'expression' || typeof source !== 'string') return [];
  const expect = setting.expects ?? resultType(document);
  const object = setting.of === undefined ? document.object : settingText(document, setting.of);
  return [{ path: [setting.name], source, object, form: 'record', sql: true, ...(expect && { expect }) }];
}

/** A formula's expression must give what its result type holds. */
function resultType(document: FieldDocument): ExpressionType | undefined {
  const { result } = document;
  if (result === undefined || !isFieldType(result)) return undefined;
  return fieldType(result).expressionType({ ...document, type: result }, fieldType);
}

/** The value of a setting that is a name. */
function settingText(document: FieldDocument, name: string): string {
  const value = (document as unknown as Record<string, JsonValue>)[name];
  return typeof value === 'string' ? value : '';
}

function valueOf(document: FieldDocument, setting: SettingField): JsonValue | undefined {
  return (document as unknown as Record<string, JsonValue>)[setting.name];
}
