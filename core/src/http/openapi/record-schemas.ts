import {
  childListOf,
  objectSchema,
  type JsonSchema,
  type Locale,
  type ModelResponse,
  type SchemaUse,
} from '@stratacrm/sdk';

/** The schema of an object's records for one reader: what he is answered, or what he may send. */
export function recordSchema(model: ModelResponse, name: string, use: SchemaUse, locale: Locale = 'en'): JsonSchema {
  const { $schema: _dialect, ...schema } = objectSchema(use === 'read' ? model : editable(model, name), name, {
    use,
    locale,
  });
  return schema;
}

/** The object, and those whose records belong to it, with only the fields he may write. */
function editable(model: ModelResponse, name: string): Pick<ModelResponse, 'objects'> {
  const objects: ModelResponse['objects'] = {};
  const add = (each: string): void => {
    const object = model.objects[each];
    if (object === undefined || Object.hasOwn(objects, each)) return;
    const rights = model.rights.objects[each]?.fields ?? {};
    const fields = Object.values(object.fields).filter((field) => rights[field.name] === 'edit');
    objects[each] = { ...object, fields: Object.fromEntries(fields.map((field) => [field.name, field])) };
    for (const field of fields) add(childListOf(field)?.object ?? '');
  };
  add(name);
  return { objects };
}
