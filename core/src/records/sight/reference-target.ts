import { fieldType, type CompiledField } from '@stratacrm/sdk';

/** Name of the object a field points to; null for a field that holds no reference. */
export function referenceTarget(field: CompiledField): string | null {
  const type = fieldType(field.type).expressionType(field, fieldType);
  return type.type === 'ref' ? type.object : null;
}
