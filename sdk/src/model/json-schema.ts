import { StrataError } from '../errors/strata-error.ts';
import { MOST_CHILDREN } from '../field-types/children/children.ts';
import { childListOf, fieldType, isFieldType, relationOf, traitsOf } from '../field-types/index.ts';
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
  const shape = shapeOf({ model, use, locale, trail: [name] }, object);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...shape };
}

/** What the schema of an object within another is made of. */
interface SchemaPlace {
  model: Pick<CompiledModel, 'objects'>;
  use: SchemaUse;
  locale: Locale;
  /** The objects around it, itself the last: an object within itself is described once. */
  trail: readonly string[];
}

/** The schema of an object's records, without the fields named by `omit`. */
function shapeOf(place: SchemaPlace, object: CompiledObject, omit: readonly string[] = []): JsonSchema {
  const { use, locale } = place;
  const fields = Object.values(object.fields).filter((field) => isUsed(field, use) && !omit.includes(field.name));
  const required = fields.filter((field) => isRequired(field, use)).map((field) => field.name);
  return {
    title: object.label[locale],
    ...described(object, locale),
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, place)])),
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

function fieldSchema(field: CompiledField, place: SchemaPlace): JsonSchema {
  const { use, locale } = place;
  const { description, ...value } = fieldType(field.type).jsonSchema(field);
  const help = field.help?.[locale] ?? description;
  const texts: JsonSchema = { title: field.label[locale], ...(help !== undefined && { description: help }) };
  if (field.name === 'id') return { ...value, ...texts };
  if (use !== 'read' && childListOf(field) !== undefined) return { ...texts, ...writtenChildren(field, place) };
  const forms: JsonSchema[] = [value, { type: 'null' }];
  if (use === 'read') forms.push(...expanded(field));
  return { ...texts, anyOf: forms, ...defaultOf(field, use) };
}

const RECORD: JsonSchema = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
  additionalProperties: true,
};

/** What stands in place of a link of which fields were asked for by a dotted path. */
function expanded(field: CompiledField): JsonSchema[] {
  const kind = childListOf(field) === undefined ? relationOf(field)?.kind : 'many';
  if (kind === undefined) return [];
  if (kind === 'many') return [{ type: 'array', items: RECORD }];
  return [kind === 'any' ? { ...RECORD, required: ['id', 'object', 'name'] } : RECORD];
}

/** Within these the schema of an owned list goes no deeper. */
const MOST_WITHIN = 3;

/** What may be sent of the records that belong to one: new ones, and changes of those there are. */
function writtenChildren(field: CompiledField, place: SchemaPlace): JsonSchema {
  const { object: name, via } = childListOf(field)!;
  const object = Object.hasOwn(place.model.objects, name) ? place.model.objects[name] : undefined;
  if (object === undefined) return { type: 'array', maxItems: 0 };
  const trail = [...place.trail, name];
  const isDeep = place.trail.includes(name) || trail.length > MOST_WITHIN;
  const shape = (use: SchemaUse): JsonSchema =>
    isDeep ? { type: 'object' } : shapeOf({ ...place, use, trail }, object, [via]);
  const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items, maxItems: MOST_CHILDREN });
  const create = shape('create');
  if (place.use === 'create') return { anyOf: [list(create), lists({ create: list(create) })] };
  const update = identified(shape('update'));
  const remove = list({ type: 'string', format: 'uuid' });
  const either = list({ anyOf: [create, update] });
  return { anyOf: [either, lists({ create: list(create), update: list(update), delete: remove })] };
}

function lists(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, additionalProperties: false };
}

/** A change of a record says which; with its version only where it has not moved on. */
function identified(shape: JsonSchema): JsonSchema {
  const { required: _, ...rest } = shape;
  const properties = { id: { type: 'string', format: 'uuid' }, version: { type: 'integer' } };
  return { ...rest, properties: { ...properties, ...(rest['properties'] as JsonSchema) }, required: ['id'] };
}

function defaultOf(field: CompiledField, use: SchemaUse): JsonSchema {
  return use === 'create' && field.default !== undefined ? { default: field.default } : {};
}

function described(object: CompiledObject, locale: Locale): JsonSchema {
  return object.description === undefined ? {} : { description: object.description[locale] };
}
