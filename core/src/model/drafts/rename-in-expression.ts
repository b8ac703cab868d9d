import { checkExpression, type ExpressionNode, type FieldNode } from '@stratacrm/sdk';
import type { ExpressionUse } from '../kinds/kind.ts';
import { renamedPath, type Renaming } from './renaming.ts';

interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * The expression with a renamed field under its new name, all else as its author wrote it. One that cannot be read
 * stays as it is: validation will tell.
 */
export function renameInExpression({ source, object, form }: ExpressionUse, renaming: Renaming): string {
  const { catalog } = renaming;
  // A rule for every object names only fields that all of them have, which nobody can rename.
  if (!catalog.has(object)) return source;
  const checked = checkExpression(source, { model: catalog.model, object, form, sql: false });
  if (!checked.ok) return source;
  const edits = new Map<number, Edit>();
  for (const node of fieldNodes(checked.expression.node)) {
    for (const edit of editsOf(node, source, object, renaming)) edits.set(edit.from, edit);
  }
  const backwards = [...edits.values()].sort((a, b) => b.from - a.from);
  return backwards.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

function fieldNodes(node: ExpressionNode): FieldNode[] {
  const inner = Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  const below = inner.filter(isNode).flatMap(fieldNodes);
  return node.kind === 'field' ? [node, ...below] : below;
}

function isNode(value: unknown): value is ExpressionNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'from' in value;
}

function editsOf(node: FieldNode, source: string, object: string, renaming: Renaming): Edit[] {
  const path = renamedPath(object, node.path, renaming);
  if (path === null) return [];
  // The last names in the node's text are the path; `record` or `old` may stand before them.
  const names = [...source.slice(node.from, node.to).matchAll(/[A-Za-z_]\w*/g)].slice(-path.length);
  return names.flatMap((match, index) => {
    const text = path[index] ?? match[0];
    const from = node.from + match.index;
    return text === match[0] ? [] : [{ from, to: from + match[0].length, text }];
  });
}
