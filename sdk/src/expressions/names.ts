import type { CompiledField, CompiledObject } from '../model/compiled.ts';
import { fieldType } from '../field-types/index.ts';
import type { ExpressionScope } from './expression.ts';
import type { UserName } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';

const text: ExpressionType = { type: 'text' };
const team: ExpressionType = { type: 'ref', object: 'team' };

/** What expressions may ask of the person who acts. */
export const USER_NAMES: Readonly<Record<UserName, ExpressionType>> = {
  id: { type: 'ref', object: 'user' },
  email: text,
  name: text,
  roles: { type: 'list', of: text },
  teams: { type: 'list', of: team },
  managed_teams: { type: 'list', of: team },
  // Of a portal user: his own record, of whatever object.
  record: { type: 'ref', object: '' },
};

/** The fields an expression may name; archived ones are hidden here as everywhere. */
export function liveFields(object: CompiledObject): CompiledField[] {
  return Object.values(object.fields).filter((field) => field.archived !== true);
}

export function liveField(object: CompiledObject, name: string): CompiledField | undefined {
  const field = Object.hasOwn(object.fields, name) ? object.fields[name] : undefined;
  return field?.archived === true ? undefined : field;
}

export function objectOf(scope: ExpressionScope, name: string): CompiledObject | undefined {
  return Object.hasOwn(scope.model.objects, name) ? scope.model.objects[name] : undefined;
}

/** A field's type in expressions. */
export function typeOfField(field: CompiledField): ExpressionType {
  return fieldType(field.type).expressionType(field, fieldType);
}
