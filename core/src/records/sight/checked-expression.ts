import {
  checkExpression,
  type CheckedExpression,
  type CompiledField,
  type ExpressionScope,
  type ExpressionType,
} from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { planned } from '../sql/catalog-memory.ts';

/** An expression of the model itself, checked once per catalog. The publish checked it already: a failure is a fault. */
export function modelExpression(
  catalog: Catalog,
  object: string,
  source: string,
  expect?: ExpressionType,
): CheckedExpression {
  return planned(catalog, `expression|${object}|${source}`, () => {
    const scope: ExpressionScope = { model: catalog.model, object, form: 'record', ...(expect && { expect }) };
    const result = checkExpression(source, scope);
    if (result.ok) return result.expression;
    throw new Error(`The model's expression "${source}" on ${object} does not check: ${result.problems[0]?.code}`);
  });
}

/** The expression of a formula field; undefined for a field that is stored. */
export function formulaOf(catalog: Catalog, object: string, field: CompiledField): CheckedExpression | undefined {
  return field.expression === undefined ? undefined : modelExpression(catalog, object, field.expression);
}
