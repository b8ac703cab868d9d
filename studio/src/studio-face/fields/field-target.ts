import {
  fieldType,
  isFieldType,
  partField,
  type CompiledField,
  type CompiledModel,
  type FieldDocument,
} from '@stratacrm/sdk';

/** Name of the object whose records the field points to; undefined where it points to none. */
export function targetOf(field: FieldDocument): string | undefined {
  if (!isFieldType(field.type)) return undefined;
  const type = fieldType(field.type).expressionType(field, fieldType);
  return type.type === 'ref' ? type.object : undefined;
}

/** The field at the end of a path through references, or the part of a value. */
export function fieldAt(
  model: Pick<CompiledModel, 'objects'>,
  object: string,
  path: readonly string[],
): CompiledField | undefined {
  let at: string | undefined = object;
  let field: CompiledField | undefined;
  for (const name of path) {
    const part: CompiledField | undefined = field === undefined ? undefined : partField(field, name);
    field = part ?? (at === undefined ? undefined : model.objects[at]?.fields[name]);
    at = field === undefined ? undefined : targetOf(field);
  }
  return field;
}
