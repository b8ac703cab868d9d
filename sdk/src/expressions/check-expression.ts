import { StrataError } from '../errors/strata-error.ts';
import { didYouMean } from '../suggestion.ts';
import { Checker } from './checker.ts';
import type { CheckedExpression, CheckResult, ExpressionScope } from './expression.ts';
import type { ExpressionNode } from './expression-node.ts';
import { objectOf } from './names.ts';
import { parseExpression } from './parse-expression.ts';

/**
 * Reads and type-checks an expression. Problems carry offsets into the source; every problem of a chain of && and || is
 * told at once. Throws only when the scope's object does not exist.
 */
export function checkExpression(source: string, scope: ExpressionScope): CheckResult {
  const object = objectOf(scope, scope.object);
  if (object === undefined) {
    const suggestion = didYouMean(scope.object, Object.keys(scope.model.objects));
    throw new StrataError('unknown_object', { object: scope.object, suggestion });
  }
  const parsed = parseExpression(source);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const checker = new Checker(scope, object);
  const node = checker.attempt(() => checker.checkAs(parsed.ast, scope.expect ?? { type: 'dyn' }));
  if (node === undefined || checker.problems.length > 0) return { ok: false, problems: checker.problems };
  return { ok: true, expression: checked(source, scope, checker, node) };
}

function checked(source: string, scope: ExpressionScope, checker: Checker, node: ExpressionNode): CheckedExpression {
  return {
    source,
    object: scope.object,
    node,
    type: node.type,
    paths: [...checker.paths.values()],
    oldPaths: [...checker.oldPaths.values()],
    reads: [...checker.reads],
    usesRecords: checker.usesRecords,
    usesUser: checker.usesUser,
    usesClock: checker.usesClock,
  };
}
