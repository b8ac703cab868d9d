import {
  checkExpression,
  conditionsFromExpression,
  expressionFromConditions,
  type Condition,
  type ExpressionNode,
  type ExpressionScope,
} from '@stratacrm/sdk';

/** A part of a filter that must hold: said as a condition, or only as its text where no sentence fits. */
export interface FilterPart {
  source: string;
  condition: Condition | null;
}

/**
 * What a filter says, part by part. One part that no sentence fits leaves the others readable; a text that is no expression
 * at all is one part.
 */
export function filterParts(source: string, scope: ExpressionScope): FilterPart[] {
  const whole = conditionsFromExpression(source, scope);
  if (whole !== null)
    return whole.map((condition) => ({ source: expressionFromConditions([condition], scope), condition }));
  const result = checkExpression(source, scope);
  if (!result.ok) return [{ source, condition: null }];
  return pairUp(conjuncts(source, result.expression.node), scope);
}

/** The expression of parts that must all hold; a part with an "or" of its own in brackets. */
export function joinParts(sources: readonly string[]): string {
  if (sources.length < 2) return sources[0] ?? '';
  return sources
    .map((source) => (/\|\||\?/.test(source) && !isBracketed(source) ? `(${source})` : source))
    .join(' && ');
}

/** A stretch of time is two comparisons side by side, yet one sentence. */
function pairUp(sources: readonly string[], scope: ExpressionScope): FilterPart[] {
  const parts: FilterPart[] = [];
  for (let at = 0; at < sources.length; at++) {
    const [first = '', second] = sources.slice(at, at + 2);
    const pair = second === undefined ? undefined : `${first} && ${second}`;
    const joined = pair === undefined ? null : conditionsFromExpression(pair, scope);
    if (pair !== undefined && joined?.length === 1) {
      parts.push({ source: pair, condition: joined[0] ?? null });
      at++;
    } else parts.push({ source: first, condition: conditionsFromExpression(first, scope)?.[0] ?? null });
  }
  return parts;
}

function conjuncts(source: string, node: ExpressionNode): string[] {
  const operands = node.kind === 'logic' && node.operator === 'and' ? node.operands : [node];
  return operands.map((operand) => withBrackets(source, operand));
}

/** The text of a node with the brackets around it, which belong to no node. */
function withBrackets(source: string, node: ExpressionNode): string {
  let { from, to } = node;
  for (;;) {
    const before = /(^|[^\w.])\(\s*$/.exec(source.slice(0, from));
    const after = /^\s*\)/.exec(source.slice(to));
    if (before === null || after === null) return source.slice(from, to).trim();
    from = before.index + (before[1]?.length ?? 0);
    to += after[0].length;
  }
}

function isBracketed(source: string): boolean {
  if (!source.startsWith('(') || !source.endsWith(')')) return false;
  let depth = 0;
  for (let at = 0; at < source.length - 1; at++) {
    if (source[at] === '(') depth++;
    if (source[at] === ')') depth--;
    if (depth === 0) return false;
  }
  return true;
}
