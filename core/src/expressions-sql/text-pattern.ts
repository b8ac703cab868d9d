import type { ExpressionNode } from '@stratacrm/sdk';

/** The text written out at a node, or undefined. */
export function writtenText(node: ExpressionNode): string | undefined {
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** A text as LIKE takes it literally. */
export function escapedPattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
