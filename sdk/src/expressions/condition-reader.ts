import type { CompiledField } from '../model/compiled.ts';
import { checkExpression } from './check-expression.ts';
import { isRecordList } from './check-related.ts';
import { operatorsFor, type ConditionOperator } from './condition-operators.ts';
import type { Condition, ConditionValue } from './condition.ts';
import type { ExpressionScope } from './expression.ts';
import type { CompareOperator, ExpressionNode } from './expression-node.ts';
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
    return parts === null ? null : this.#readAll(parts, { source, scope });
  }

  #readAll(parts: readonly ExpressionNode[], place: Place): Condition[] | null {
    const conditions: Condition[] = [];
    for (let at = 0; at < parts.length;) {
      const found = this.#recognise(parts.slice(at, at + 2), place) ?? this.#recognise(parts.slice(at, at + 1), place);
      if (found === null) return null;
      conditions.push(found.condition);
      at += found.parts;
    }
    return conditions;
  }

  #recognise(parts: readonly ExpressionNode[], place: Place): { condition: Condition; parts: number } | null {
    const { scope } = place;
    const asked = parts.length === 1 ? listAsked(parts[0]!) : undefined;
    const subject: Subject | undefined = asked === undefined ? subjectOf(parts[0]) : { name: nameOfList(asked.list) };
    const field = subject?.name === undefined ? undefined : this.#writer.fieldOf(subject.name, scope);
    if (subject?.name === undefined || field === undefined) return null;
    const where = asked?.body === undefined ? undefined : this.#readWithin(asked.body, place);
    if (where === null) return null;
    const wanted = shape(parts);
    const about = { field: subject.name, ...(subject.former && { former: true as const }), ...(where && { where }) };
    for (const { operator, values } of attempts(operatorsFor(field, scope), parts, asked, place.source)) {
      const condition: Condition = { ...about, operator: operator.name, values };
      const text = this.#written(condition, scope);
      const again = text === null ? null : conjuncts(text, scope);
      if (again !== null && shape(again) === wanted) return { condition, parts: parts.length };
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
  #readWithin({ node, variable, object }: Body, { source, scope }: Place): Condition[] | null {
    if (speaksOfRecord(node)) return null;
    const within: Place = { source, scope: { ...scope, object, form: 'filter' } };
    return this.#readAll(operandsOf(asRecord(node, variable)), within);
  }
}

/** What is read, and where: the nodes have their places in the source. */
interface Place {
  source: string;
  scope: ExpressionScope;
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

/** What a condition is about; without a name it is a list that is not the record's own. */
interface Subject {
  name: string | undefined;
  /** As it was before the change. */
  former?: true;
}

/** The field a condition begins with, wherever it stands in it. */
function subjectOf(node: ExpressionNode | undefined): Subject | undefined {
  if (node === undefined) return undefined;
  const plain = simplest(node);
  if (plain.kind === 'field')
    return { name: plain.path.join('.'), ...(plain.of === 'old' && { former: true as const }) };
  for (const child of partsOfNode(plain)) {
    const found = subjectOf(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Attempt {
  operator: ConditionOperator;
  values: readonly ConditionValue[];
}

/** What the parts may say: with values of the field's own first, then compared with whatever stands on the other side. */
function* attempts(
  operators: readonly ConditionOperator[],
  parts: readonly ExpressionNode[],
  asked: AskedList | undefined,
  source: string,
): Generator<Attempt> {
  for (const operator of operators)
    for (const values of candidates(operator, asked === undefined ? parts : asked.counts)) yield { operator, values };
  const other = parts.length === 1 && asked === undefined ? otherSide(parts[0]!) : undefined;
  if (other === undefined) return;
  for (const operator of operators)
    if (operator.operand === 'value') yield { operator, values: [comparedWith(other, source)] };
}

/** What the field of a comparison or a test is held against. */
function otherSide(node: ExpressionNode): ExpressionNode | undefined {
  const plain = simplest(node);
  switch (plain.kind) {
    case 'not':
      return otherSide(plain.operand);
    case 'compare':
      return bare(plain.right);
    case 'in':
      return bare(plain.item);
    case 'under':
      return bare(plain.top);
    case 'call':
      return plain.args[1] && bare(plain.args[1]);
    default:
      return undefined;
  }
}

function comparedWith(node: ExpressionNode, source: string): ConditionValue {
  if (node.kind === 'field' && node.of === 'record') return { field: node.path.join('.') };
  return { expression: source.slice(node.from, node.to) };
}

/** A date compared with a moment is converted on the way; people do not see that. */
function bare(node: ExpressionNode): ExpressionNode {
  return node.kind === 'convert' ? bare(node.operand) : node;
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
    case 'distance':
      return literals.length === 3 ? [literals] : [];
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

const MIRRORED: Readonly<Record<CompareOperator, CompareOperator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** What people write in several ways, in one: `1000 < amount`, `urgent == true`, `!has(amount)`. */
function simplest(node: ExpressionNode): ExpressionNode {
  if (node.kind === 'not' && node.operand.kind === 'missing')
    return { ...node.operand, negated: !node.operand.negated };
  if (node.kind !== 'compare') return node;
  if (bare(node.right).kind === 'field' && bare(node.left).kind !== 'field')
    return simplest({ ...node, operator: MIRRORED[node.operator], left: node.right, right: node.left });
  const { left, right, operator, type } = node;
  if (right.kind !== 'literal' || typeof right.value !== 'boolean' || (operator !== '==' && operator !== '!='))
    return node;
  const holds = right.value === (operator === '==');
  return holds ? left : { kind: 'not', type, operand: left, from: node.from, to: node.to };
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

/** In its simplest form, and with the keys of every node in one order, however it was made. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const plain = 'kind' in value ? simplest(value as ExpressionNode) : value;
  const entries = Object.entries(plain).map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
