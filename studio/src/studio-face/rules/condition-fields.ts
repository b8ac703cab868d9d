import { isFieldType, type CompiledField, type CompiledObject } from '@stratacrm/sdk';

/** What a rule may ask about of an object: all that is in force, whoever may read it. */
export function conditionFields(object: CompiledObject): CompiledField[] {
  return Object.values(object.fields).filter((field) => field.archived !== true && isFieldType(field.type));
}
