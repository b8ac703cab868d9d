import type { ExpressionNode } from './expression-node.ts';

/** The nodes directly beneath a node, in the order of the source. */
export function partsOfNode(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'not':
    case 'negate':
    case 'missing':
    case 'convert':
      return [node.operand];
    case 'logic':
      return node.operands;
    case 'compare':
    case 'arithmetic':
    case 'concat':
      return [node.left, node.right];
    case 'choose':
      return [node.condition, node.then, node.otherwise];
    case 'list':
      return node.items;
    case 'in':
      return [node.item, node.list];
    case 'quantifier':
    case 'filter':
      return [node.list, node.body];
    case 'related':
      return [node.of];
    case 'several':
      return [node.ids];
    case 'under':
      return [node.item, node.top];
    case 'changed':
      return [node.field, node.old];
    case 'call':
      return node.args;
    default:
      return [];
  }
}
