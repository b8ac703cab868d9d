import type { CompareNode, ExpressionNode, FieldNode, InNode } from '@stratacrm/sdk';

/** What a node asks of the one record that a reference leads to. */
export interface DirectoryPart {
  reference: string;
  /** The same with its paths from that record on. */
  node: ExpressionNode;
}

/** `owner.team in user.teams`, `owner.name == "Ann"`; undefined where a node asks anything else, or where it may hold of no one. */
export function directoryPart(node: ExpressionNode): DirectoryPart | undefined {
  if (node.kind === 'compare') return partOfCompare(node);
  return node.kind === 'in' ? partOfIn(node) : undefined;
}

/** `owner == user.id`: the reference, where a node says that it leads to whoever asks. */
export function referenceToAsker(node: ExpressionNode): string | undefined {
  if (node.kind !== 'compare' || node.operator !== '==') return undefined;
  const [field, other] = isField(node.left) ? [node.left, node.right] : [node.right, node.left];
  if (!isField(field) || field.path.length !== 1) return undefined;
  return other.kind === 'user' && other.name === 'id' ? field.path[0] : undefined;
}

function partOfCompare(node: CompareNode): DirectoryPart | undefined {
  const { left, right } = node;
  if (leadsOn(left) && isFixed(right)) return { reference: left.path[0]!, node: { ...node, left: fromThere(left) } };
  if (leadsOn(right) && isFixed(left)) return { reference: right.path[0]!, node: { ...node, right: fromThere(right) } };
  return undefined;
}

function partOfIn(node: InNode): DirectoryPart | undefined {
  const { item, list } = node;
  if (leadsOn(item) && isFixed(list)) return { reference: item.path[0]!, node: { ...node, item: fromThere(item) } };
  if (leadsOn(list) && isFixed(item)) return { reference: list.path[0]!, node: { ...node, list: fromThere(list) } };
  return undefined;
}

function isField(node: ExpressionNode): node is FieldNode {
  return node.kind === 'field' && node.of === 'record';
}

function leadsOn(node: ExpressionNode): node is FieldNode {
  return isField(node) && node.path.length > 1;
}

function fromThere(node: FieldNode): FieldNode {
  return { ...node, path: node.path.slice(1) };
}

/** The same for every record. */
function isFixed(node: ExpressionNode): boolean {
  return node.kind === 'literal' || node.kind === 'user' || (node.kind === 'list' && node.items.every(isFixed));
}
