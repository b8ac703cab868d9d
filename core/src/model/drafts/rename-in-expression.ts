import {
  checkExpression,
  partsOfNode,
  rewritePieces,
  sampleLiteral,
  type ExpressionNode,
  type ExpressionScope,
} from '@stratacrm/sdk';
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
  return renameInScope(source, { model: catalog.model, object, form, sql: false }, renaming);
}

/** The same for an expression that is read with other names than those of one object. */
export function renameInScope(source: string, scope: ExpressionScope, renaming: Renaming): string {
  return edited(source, editsIn(source, scope, renaming));
}

/**
 * The same for a filter with values between braces. It is read with some literal in each of their places, and what is to be
 * edited is found again beside them.
 */
export function renameInFilter(
  filter: string,
  scope: ExpressionScope,
  values: ExpressionScope,
  renaming: Renaming,
): string {
  let sample = '';
  const parts = filter.split(/(\{\{.*?\}\})/s).map((text) => {
    const isValue = text.startsWith('{{');
    const from = sample.length;
    sample += isValue ? (sampleLiteral(text.slice(2, -2).trim(), values) ?? 'null') : text;
    return { text, isValue, from, to: sample.length };
  });
  const edits = editsIn(sample, scope, renaming);
  return parts
    .map(({ text, isValue, from, to }) => {
      if (isValue) return rewritePieces(text, (source) => renameInScope(source, values, renaming));
      const inside = edits.filter((edit) => edit.from >= from && edit.to <= to);
      return edited(
        text,
        inside.map((edit) => ({ ...edit, from: edit.from - from, to: edit.to - from })),
      );
    })
    .join('');
}

function editsIn(source: string, scope: ExpressionScope, renaming: Renaming): Edit[] {
  const checked = checkExpression(source, { ...scope, sql: false });
  if (!checked.ok) return [];
  const edits = new Map<number, Edit>();
  for (const named of namedIn(checked.expression.node, scope.object)) {
    for (const edit of editsOf(named, source, scope, renaming)) edits.set(edit.from, edit);
  }
  return [...edits.values()];
}

function edited(source: string, edits: readonly Edit[]): string {
  const backwards = edits.toSorted((a, b) => b.from - a.from);
  return backwards.reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), source);
}

/** A path of field names in the source, and the object from which it leads on. */
interface NamedPath {
  object: string;
  path: readonly string[];
  from: number;
  to: number;
}

function namedIn(node: ExpressionNode, object: string): NamedPath[] {
  if (node.kind === 'field') return [{ object, path: node.path, from: node.from, to: node.to }];
  if (node.kind === 'item_field') return [node];
  // What a list of child records belongs to is named by the same text as the list.
  if (node.kind === 'related' && node.named.from === node.of.from) return [node.named];
  const below = partsOfNode(node).flatMap((part) => namedIn(part, object));
  return node.kind === 'related' ? [...below, node.named] : below;
}

function editsOf(node: NamedPath, source: string, { model }: ExpressionScope, renaming: Renaming): Edit[] {
  const path = renamedPath(node.object, node.path, renaming, model);
  if (path === null) return [];
  // The last names in the node's text are the path; `record` or `old` may stand before them.
  const names = [...source.slice(node.from, node.to).matchAll(/[A-Za-z_]\w*/g)].slice(-path.length);
  return names.flatMap((match, index) => {
    const text = path[index] ?? match[0];
    const from = node.from + match.index;
    return text === match[0] ? [] : [{ from, to: from + match[0].length, text }];
  });
}
