import type { CompiledField } from '../model/compiled.ts';
import { checkExpression } from './check-expression.ts';
import { isRecordList } from './check-related.ts';
import { operatorsFor, type ConditionOperator } from './condition-operators.ts';
import type { Condition } from './condition.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionNode } from './expression-node.ts';
import { partsOfNode } from './expression-parts.ts';

/** How conditions are written, and what the field of one is. */
export interface ConditionWriter {
  write(conditions: readonly Condition[], scope: ExpressionScope): string;
  fieldOf(path: string, scope: ExpressionScope): CompiledField | undefined;
}

/**
 * Reads conditions back out of expressions. A condition is recognised by writing it anew and finding the same meaning.
 */
export class ConditionReader {
  readonly #writer: ConditionWriter;

  constructor(writer: ConditionWriter) {
    this.#writer = writer;
  }

  /** null where the text is anything else than conditions that must all hold. */
  read(source: string, scope: ExpressionScope): Condition[] | null {
    if (source.trim() === '') return [];
    const parts = conjuncts(source, scope);
    return parts === null ? null : this.#readAll(parts, scope);
  }

  #readAll(parts: readonly ExpressionNode[], scope: ExpressionScope): Condition[] | null {
    const conditions: Condition[] = [];
    for (let at = 0; at < parts.length;) {
      const found = this.#recognise(parts.slice(at, at + 2), scope) ?? this.#recognise(parts.slice(at, at + 1), scope);
      if (found === null) return null;
      conditions.push(found.condition);
      at += found.parts;
    }
    return conditions;
  }

  #recognise(parts: readonly ExpressionNode[], scope: ExpressionScope): { condition: Condition; parts: number } | null {
    const asked = parts.length === 1 ? listAsked(parts[0]!) : undefined;
    const name = asked === undefined ? firstField(parts[0])?.join('.') : nameOfList(asked.list);
    const field = name === undefined ? undefined : this.#writer.fieldOf(name, scope);
    if (name === undefined || field === undefined) return null;
    const where = asked?.body === undefined ? undefined : this.#readWithin(asked.body, scope);
    if (where === null) return null;
    const wanted = shape(parts);
    for (const operator of operatorsFor(field, scope.model)) {
      for (const values of candidates(operator, asked === undefined ? parts : asked.counts)) {
        const condition: Condition = { field: name, operator: operator.name, values, ...(where && { where }) };
        const text = this.#written(condition, scope);
        const again = text === null ? null : conjuncts(text, scope);
        if (again !== null && shape(again) === wanted) return { condition, parts: parts.length };
      }
    }
    return null;
  }

  /** null for a value that the field cannot have: it came from beside another one. */
  #written(condition: Condition, scope: ExpressionScope): string | null {
    try {
      return this.#writer.write([condition], scope);
    } catch {
      return null;
    }
  }

  /** What is said of each record of a list, read as if that record were the one in question. */
  #readWithin({ node, variable, object }: Body, scope: ExpressionScope): Condition[] | null {
    if (speaksOfRecord(node)) return null;
    return this.#readAll(operandsOf(asRecord(node, variable)), { ...scope, object, form: 'filter' });
  }
}

function conjuncts(source: string, scope: ExpressionScope): readonly ExpressionNode[] | null {
  const result = checkExpression(source, { ...scope, expect: { type: 'bool' } });
  return result.ok ? operandsOf(result.expression.node) : null;
}

function operandsOf(node: ExpressionNode): readonly ExpressionNode[] {
  return node.kind === 'logic' && node.operator === 'and' ? node.operands : [node];
}

interface Body {
  node: ExpressionNode;
  variable: string;
  object: string;
}

/** A list of records that a condition asks about: what of each record, and the number it is compared with. */
interface AskedList {
  list: ExpressionNode;
  body?: Body;
  counts: readonly ExpressionNode[];
}

function listAsked(node: ExpressionNode): AskedList | undefined {
  switch (node.kind) {
    case 'missing':
      return filtered(node.operand, []);
    case 'quantifier':
      return isRecordList(node.list) ? { list: node.list, body: bodyOf(node), counts: [] } : undefined;
    case 'compare':
      return node.left.kind === 'call' && node.left.function === 'size'
        ? filtered(node.left.args[0]!, [node.right])
        : undefined;
    default:
      return undefined;
  }
}

function filtered(list: ExpressionNode, counts: readonly ExpressionNode[]): AskedList | undefined {
  if (!isRecordList(list)) return undefined;
  return list.kind === 'filter' ? { list: list.list, body: bodyOf(list), counts } : { list, counts };
}

function bodyOf(node: ExpressionNode & { kind: 'quantifier' | 'filter' }): Body {
  const { type } = node.list;
  const object = type.type === 'list' && type.of.type === 'ref' ? type.of.object : '';
  return { node: node.body, variable: node.variable, object };
}

/** The list as a condition names it; undefined where it is no list of the record's own. */
function nameOfList(list: ExpressionNode): string | undefined {
  if (list.kind === 'several') return list.ids.kind === 'field' ? list.ids.path.join('.') : undefined;
  if (list.kind !== 'related') return undefined;
  const { named, object, via, of } = list;
  const isIncoming = named.object === object && named.path.join('.') === via;
  if (!isIncoming) return named.path.join('.');
  return of.kind === 'field' && of.path.join('.') === 'id' ? `related("${object}.${via}")` : undefined;
}

function speaksOfRecord(node: ExpressionNode): boolean {
  return node.kind === 'field' || partsOfNode(node).some(speaksOfRecord);
}

/** The node with the item's fields as fields of the record in question. */
function asRecord<Node>(node: Node, variable: string): Node {
  if (Array.isArray(node)) return node.map((each: unknown) => asRecord(each, variable)) as Node;
  if (typeof node !== 'object' || node === null) return node;
  const read = node as { kind?: string; variable?: string; name?: string };
  if (read.kind === 'item_field' && read.variable === variable) {
    const { variable: _, object: __, ...rest } = node as Record<string, unknown>;
    return { ...rest, kind: 'field', of: 'record' } as Node;
  }
  if (read.kind === 'variable' && read.name === variable) {
    const { name: _, ...rest } = node as Record<string, unknown>;
    return { ...rest, kind: 'field', of: 'record', path: ['id'] } as Node;
  }
  // A list within gives the name to items of its own.
  const isTaken = read.variable === variable;
  const entries = Object.entries(node).map(([key, value]) => {
    return [key, isTaken && key === 'body' ? (value as unknown) : asRecord(value as unknown, variable)] as const;
  });
  return Object.fromEntries(entries) as Node;
}

function firstField(node: ExpressionNode | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'field') return node.of === 'record' ? node.path : undefined;
  for (const child of partsOfNode(node)) {
    const found = firstField(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The literals of the parts that could be an operator's values. */
function candidates(operator: ConditionOperator, parts: readonly ExpressionNode[]): string[][] {
  const literals = parts.flatMap(literalsOf);
  switch (operator.operand) {
    case 'none':
    case 'records':
      return [[]];
    case 'values':
      return [literals];
    case 'range':
      return literals.length === 2 ? [literals] : [];
    case 'value':
    case 'records_count':
      return literals.slice(0, 1).map((value) => [value]);
    case 'days':
      return literals.filter((value) => /^-?\d+$/.test(value)).map((value) => [value.replace('-', '')]);
  }
}

function literalsOf(node: ExpressionNode): string[] {
  if (node.kind === 'literal') return typeof node.value === 'string' ? [node.value] : [];
  return partsOfNode(node).flatMap(literalsOf);
}

/** Equal for equal meaning: the nodes without their places in the source and without the names of item variables. */
function shape(nodes: readonly ExpressionNode[]): string {
  return JSON.stringify(sorted(nodes), function (this: { kind?: string }, key: string, value: unknown) {
    if (key === 'from' || key === 'to') return undefined;
    const isVariable =
      (key === 'variable' && typeof value === 'string') || (key === 'name' && this.kind === 'variable');
    return isVariable ? 'x' : value;
  });
}

/** With the keys of every node in one order, however it was made. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
