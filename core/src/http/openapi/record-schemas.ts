import { fieldType, traitsOf, type CompiledField, type JsonSchema } from '@stratacrm/sdk';
import type { AccessProfile } from '../../access/access-profile.ts';
import type { ReadablePaths } from '../../access/readable-paths.ts';
import type { CatalogObject } from '../../model/catalog.ts';

/** A record as it is answered: every field may be asked for or left out, and a reference may be expanded. */
export function recordSchema(object: CatalogObject, may: ReadablePaths): JsonSchema {
  const fields = Object.values(object.fields).filter((field) => may.field(object.name, field.name));
  return {
    type: 'object',
    title: object.label.en,
    properties: Object.fromEntries(fields.map((field) => [field.name, answered(field)])),
    required: ['id'],
    additionalProperties: false,
  };
}

/** What may be sent of a record: the fields its sender may edit. */
export function recordInputSchema(object: CatalogObject, access: AccessProfile, mode: 'create' | 'update'): JsonSchema {
  const fields = Object.values(object.fields).filter((field) => mayEdit(object, field, access));
  const required =
    mode === 'update' ? [] : fields.filter((field) => field.required === true && field.default === undefined);
  return {
    type: 'object',
    title: object.label.en,
    properties: Object.fromEntries(fields.map((field) => [field.name, sent(field)])),
    ...(required.length === 0 ? {} : { required: required.map((field) => field.name) }),
    additionalProperties: false,
  };
}

function mayEdit(object: CatalogObject, field: CompiledField, access: AccessProfile): boolean {
  return access.field(object.name, field.name) === 'edit' && field.archived !== true && !traitsOf(field).computed;
}

function answered(field: CompiledField): JsonSchema {
  const { description, ...schema } = fieldType(field.type).jsonSchema(field);
  const forms: JsonSchema[] = [schema, { type: 'null' }];
  if (field.name === 'id') return { ...schema, ...named(field, description) };
  if (traitsOf(field).reference)
    forms.push({ type: 'object', description: 'When fields of it were asked for by a dotted path.' });
  return { anyOf: forms, ...named(field, description) };
}

function sent(field: CompiledField): JsonSchema {
  const { description, ...schema } = fieldType(field.type).jsonSchema(field);
  return { anyOf: [schema, { type: 'null' }], ...named(field, description) };
}

function named(field: CompiledField, description: JsonSchema[string] | undefined): JsonSchema {
  const texts = [field.label.en, field.help?.en, description].filter((text) => typeof text === 'string' && text !== '');
  return { description: texts.join('. ') };
}
