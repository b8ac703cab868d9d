import { wrongType } from './check-failure.ts';
import type { ExpressionNode } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import { readLiteral, writtenText } from './literal.ts';
import { isNumber, sameType } from './type-text.ts';

/**
 * The node as a value of a type: null fits any, a whole number is a number, a date the moment it begins (in the reader's
 * time zone), a reference the text of its id, a text literal the date, time, moment or id it spells. Throws where it does not fit.
 */
export function coerce(node: ExpressionNode, type: ExpressionType): ExpressionNode {
  const coerced = fit(node, type);
  if (coerced === undefined) throw wrongType(node, type, node.type, unquoted(node, type));
  return coerced;
}

/** As `coerce`, but undefined where it does not fit. */
export function fit(node: ExpressionNode, type: ExpressionType): ExpressionNode | undefined {
  if (type.type === 'dyn' || sameType(node.type, type)) return node;
  if (node.kind === 'literal' && node.type.type === 'null') return { ...node, type };
  if (type.type === 'decimal' && node.type.type === 'int') return node;
  if (type.type === 'list' && node.type.type === 'list') return fitList(node, type);
  const read = readLiteral(node, type) ?? (type.type === 'timestamp' ? readLiteral(node, { type: 'date' }) : undefined);
  if (read !== undefined) return fit(read, type);
  if (type.type === 'timestamp' && node.type.type === 'date') return convert(node, 'timestamp');
  if (type.type === 'text' && node.type.type === 'ref') return convert(node, 'text');
  return undefined;
}

function fitList(node: ExpressionNode, type: ExpressionType & { type: 'list' }): ExpressionNode | undefined {
  if (node.kind !== 'list') return undefined;
  const items = node.items.map((item) => fit(item, type.of));
  return items.includes(undefined) ? undefined : { ...node, type, items: items as ExpressionNode[] };
}

export function convert(node: ExpressionNode, to: 'timestamp' | 'date' | 'text'): ExpressionNode {
  return { kind: 'convert', type: { type: to }, to_type: to, operand: node, from: node.from, to: node.to };
}

/** `"5"` where a number is wanted probably means 5. */
export function unquoted(node: ExpressionNode, type: ExpressionType): string | undefined {
  const text = writtenText(node);
  if (text === undefined) return undefined;
  if (isNumber(type) && /^-?\d+(\.\d+)?$/.test(text)) return text;
  return type.type === 'bool' && /^(true|false)$/i.test(text) ? text.toLowerCase() : undefined;
}
