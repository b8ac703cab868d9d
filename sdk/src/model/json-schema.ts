import { StrataError } from '../errors/strata-error.ts';
import { fieldType, isFieldType, traitsOf } from '../field-types/index.ts';
import type { JsonSchema } from '../json.ts';
import type { Locale } from '../label.ts';
import { didYouMean } from '../suggestion.ts';
import type { CompiledField, CompiledModel, CompiledObject } from './compiled.ts';

/** What the schema is for: a record as it is answered, or what may be sent to create or to change one. */
export type SchemaUse = 'read' | 'create' | 'update';

export interface SchemaOptions {
  use?: SchemaUse;
  /** The language of titles and descriptions; default English. */
  locale?: Locale;
}

/** The JSON Schema (draft 2020-12) of an object's records. Throws `unknown_object`, with a suggestion. */
export function objectSchema(
  model: Pick<CompiledModel, 'objects'>,
  name: string,
  { use = 'read', locale = 'en' }: SchemaOptions = {},
): JsonSchema {
  const object = Object.hasOwn(model.objects, name) ? model.objects[name] : undefined;
  if (object === undefined) {
    const suggestion = didYouMean(name, Object.keys(model.objects));
    throw new StrataError('unknown_object', { object: name, suggestion });
  }
  const fields = Object.values(object.fields).filter((field) => isUsed(field, use));
  const required = fields.filter((field) => isRequired(field, use)).map((field) => field.name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: object.label[locale],
    ...described(object, locale),
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, use, locale)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function isUsed(field: CompiledField, use: SchemaUse): boolean {
  if (!isFieldType(field.type)) return false;
  if (use === 'read') return true;
  if (use === 'update' && field.read_only_after_create === true) return false;
  return field.name === 'owner' || (!field.system && !traitsOf(field).computed);
}

/** A record answers what was asked for, of which only the id is certain; a default spares giving a value. */
function isRequired(field: CompiledField, use: SchemaUse): boolean {
  if (use === 'read') return field.name === 'id';
  return use === 'create' && field.required === true && field.default === undefined;
}

function fieldSchema(field: CompiledField, use: SchemaUse, locale: Locale): JsonSchema {
  const { description, ...value } = fieldType(field.type).jsonSchema(field);
  const help = field.help?.[locale] ?? description;
  const texts: JsonSchema = { title: field.label[locale], ...(help !== undefined && { description: help }) };
  if (field.name === 'id') return { ...value, ...texts };
  const forms: JsonSchema[] = [value, { type: 'null' }];
  if (use === 'read' && traitsOf(field).reference) forms.push(expanded());
  return { ...texts, anyOf: forms, ...defaultOf(field, use) };
}

/** A reference of which fields were asked for by a dotted path. */
function expanded(): JsonSchema {
  return {
    type: 'object',
    properties: { id: { type: 'string', format: 'uuid' } },
    required: ['id'],
    additionalProperties: true,
  };
}

function defaultOf(field: CompiledField, use: SchemaUse): JsonSchema {
  return use === 'create' && field.default !== undefined ? { default: field.default } : {};
}

function described(object: CompiledObject, locale: Locale): JsonSchema {
  return object.description === undefined ? {} : { description: object.description[locale] };
}
