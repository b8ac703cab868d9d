import {
  checkExpression,
  isFieldType,
  storageOf,
  traitsOf,
  type CompiledField,
  type ExpressionNode,
} from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';

/** Whether the record itself keeps the field's value. */
export function isKept(field: CompiledField): boolean {
  return isFieldType(field.type) && storageOf(field) !== 'virtual';
}

/** Whether only writes of the record itself change the value. */
export function isOwn(field: CompiledField): boolean {
  return isKept(field) && !traitsOf(field).rolled_up;
}

/**
 * Whether the database can keep watch over a condition: it reads such fields of the record and nothing else, so that the
 * answer is the same for everybody and at any time. One that does not check is told of by itself.
 */
export function isKeptCondition(
  catalog: Catalog,
  object: string,
  source: string,
  fits: (field: CompiledField) => boolean = isKept,
): boolean {
  const result = checkExpression(source, { model: catalog.model, object, form: 'record', sql: true });
  if (!result.ok) return true;
  const { expression } = result;
  const { fields } = catalog.object(object);
  const own = expression.paths.every(([first, ...rest]) => rest.length === 0 && fits(fields[first!]!));
  return own && !expression.usesRecords && !expression.usesClock && !expression.usesUser && !converts(expression.node);
}

/** Dates become moments, and both become texts, differently for each reader. */
function converts(node: ExpressionNode): boolean {
  if (node.kind === 'convert') return true;
  const inner = Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  return inner.some(
    (each) => typeof each === 'object' && each !== null && 'kind' in each && converts(each as ExpressionNode),
  );
}
