import {
  checkExpression,
  conditionsFromExpression,
  type Condition,
  type ExpressionNode,
  type ExpressionScope,
} from '@stratacrm/sdk';

/** A part of a filter that must hold: said as a condition, or only as its text where no sentence fits. */
export interface FilterPart {
  source: string;
  condition: Condition | null;
  /** Conditions joined among themselves: `(won or lost)` among what must all hold. */
  group?: ConditionParts;
}

/** What must hold, part by part, and whether all of it or any. */
export interface ConditionParts {
  join: 'and' | 'or';
  parts: FilterPart[];
}

/**
 * What an expression says, part by part. One part that no sentence fits leaves the others readable; a text that is no
 * expression at all is one part.
 */
export function conditionParts(source: string, scope: ExpressionScope): ConditionParts {
  if (source.trim() === '') return { join: 'and', parts: [] };
  const result = checkExpression(source, scope);
  if (!result.ok) return { join: 'and', parts: [{ source, condition: null }] };
  const { node } = result.expression;
  if (node.kind === 'logic' && node.operator === 'or')
    return { join: 'or', parts: node.operands.map((each) => alternative(withBrackets(source, each), scope)) };
  const operands = node.kind === 'logic' ? node.operands : [node];
  return {
    join: 'and',
    parts: pairUp(
      operands.map((each) => withBrackets(source, each)),
      scope,
    ),
  };
}

/** One of several, any of which may hold: a stretch of time is one, though it is two comparisons. */
function alternative(source: string, scope: ExpressionScope): FilterPart {
  const conditions = conditionsFromExpression(source, scope);
  return partOf(source, conditions?.length === 1 ? conditions[0] : undefined, scope);
}

function partOf(source: string, condition: Condition | undefined, scope: ExpressionScope): FilterPart {
  if (condition !== undefined) return { source, condition };
  const result = checkExpression(source, scope);
  const joins = result.ok && result.expression.node.kind === 'logic';
  return { source, condition: null, ...(joins && { group: conditionParts(source, scope) }) };
}

/** The expression of parts that must all hold, or any of them; a part with a join of its own in brackets. */
export function joinParts(sources: readonly string[], join: ConditionParts['join'] = 'and'): string {
  if (sources.length < 2) return sources[0] ?? '';
  const own = join === 'and' ? /\|\||\?/ : /&&|\?/;
  const bracketed = sources.map((source) => (own.test(source) && !isBracketed(source) ? `(${source})` : source));
  return bracketed.join(join === 'and' ? ' && ' : ' || ');
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
    } else parts.push(partOf(first, conditionsFromExpression(first, scope)?.[0], scope));
  }
  return parts;
}

/** The text of a node with the brackets around it, and those it ends with, which belong to no node. */
function withBrackets(source: string, node: ExpressionNode): string {
  let { from, to } = node;
  while (openBrackets(source.slice(from, to)) > 0 && to < source.length) to++;
  for (;;) {
    const before = /(^|[^\w.])\(\s*$/.exec(source.slice(0, from));
    const after = /^\s*\)/.exec(source.slice(to));
    if (before === null || after === null) return source.slice(from, to).trim();
    from = before.index + (before[1]?.length ?? 0);
    to += after[0].length;
  }
}

const TEXTS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

/** How many round brackets are still open at the end: `!(a in b` of a node that ends with `b`. */
function openBrackets(source: string): number {
  const bare = source.replace(TEXTS, '');
  return bare.split('(').length - bare.split(')').length;
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
