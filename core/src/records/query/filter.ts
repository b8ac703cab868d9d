import { StrataError, checkExpression, type CheckedExpression, type ExpressionScope } from '@stratacrm/sdk';
import { planned } from '../sql/catalog-memory.ts';
import type { Sight } from '../sight/sight.ts';

/** A reader's filter, checked against what he may see. Throws the first problem's code with the places of all. */
export function checkFilter(sight: Sight, object: string, source: string): CheckedExpression {
  return planned(sight.catalog, `filter|${sight.key}|${object}|${source}`, () =>
    checkInput('filter', source, { model: sight.model, object, form: 'filter', expect: { type: 'bool' } }),
  );
}

/** An expression that came with a request, at a path of it. */
export function checkInput(path: string, source: string, scope: ExpressionScope): CheckedExpression {
  const result = checkExpression(source, scope);
  if (result.ok) return result.expression;
  const issues = result.problems.map(({ code, params }) => ({ path, code, ...(params && { params }) }));
  throw new StrataError(issues[0]?.code ?? 'expression_syntax', issues[0]?.params, issues);
}
