import { fieldType, relationOf, traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { allowsField } from '../../access/compile-access.ts';

/** The object whose records a column of the field names, one or several in a cell; null for any other field. */
export function namedObject(field: CompiledField): string | null {
  const relation = relationOf(field);
  return relation === undefined || relation.kind === 'any' ? null : relation.to;
}

/** Fields of the other object by which its records can be told apart in a file: what is written as one line of text. */
export function lookupFields(ctx: AccessContext, field: CompiledField): string[] {
  const target = namedObject(field);
  if (target === null || !ctx.catalog.has(target)) return [];
  return Object.values(ctx.catalog.object(target).fields)
    .filter((each) => each.archived !== true && allowsField(ctx.access.field(target, each.name), 'read'))
    .filter((each) => isLine(each))
    .map((each) => each.name);
}

/** By which fields a value is looked up, in this order: the one chosen, or the name, and for people their e-mail too. */
export function lookupOrder(ctx: AccessContext, field: CompiledField, matchBy: string | undefined): string[] {
  const possible = lookupFields(ctx, field);
  if (matchBy !== undefined) return possible.filter((name) => name === matchBy);
  const target = ctx.catalog.object(namedObject(field)!);
  const order = target.managed ? ['email', target.name_field] : [target.name_field];
  return order.filter((name) => possible.includes(name));
}

/** Also a formula that makes a line of text, such as a full name. */
function isLine(field: CompiledField): boolean {
  const traits = traitsOf(field);
  const { type } = fieldType(field.type).expressionType(field, fieldType);
  return type === 'text' && traits.sortable && !traits.options;
}
