import { objectSchema, type JsonSchema, type Locale, type ModelResponse, type SchemaUse } from '@stratacrm/sdk';

/** The schema of an object's records for one reader: what he is answered, or what he may send. */
export function recordSchema(model: ModelResponse, name: string, use: SchemaUse, locale: Locale = 'en'): JsonSchema {
  const { $schema: _dialect, ...schema } = objectSchema(use === 'read' ? model : editable(model, name), name, {
    use,
    locale,
  });
  return schema;
}

/** The object with only the fields he may write. */
function editable(model: ModelResponse, name: string): Pick<ModelResponse, 'objects'> {
  const object = model.objects[name];
  if (object === undefined) return { objects: {} };
  const rights = model.rights.objects[name]?.fields ?? {};
  const fields = Object.entries(object.fields).filter(([field]) => rights[field] === 'edit');
  return { objects: { [name]: { ...object, fields: Object.fromEntries(fields) } } };
}
