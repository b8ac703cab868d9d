import type { Decimal } from 'decimal.js';
import { sameJson } from '../documents/patch-value.ts';
import type { JsonValue } from '../json.ts';
import { dateNumber } from './calendar.ts';
import { isRecordList } from './check-related.ts';
import type { ExpressionBindings } from './expression.ts';
import type {
  ArithmeticNode,
  CallNode,
  ChangedNode,
  CompareNode,
  ConvertNode,
  ExpressionNode,
  FieldNode,
  FilterNode,
  InNode,
  ItemFieldNode,
  LiteralNode,
  LogicNode,
  QuantifierNode,
  RelatedNode,
  SeveralNode,
  UnderNode,
} from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import type { EvaluationClock } from './functions/expression-function.ts';
import { FUNCTIONS } from './functions/index.ts';
import { compareOrdered } from './functions/number-functions.ts';
import { LONGEST_DURATION } from './duration-text.ts';
import { decimalOf, divide, plainDecimal, remainder } from './number.ts';
import { dateAt, startOfDay } from './time-zone.ts';

/** Everything one evaluation has at hand. */
export interface Evaluation {
  bindings: ExpressionBindings;
  clock: EvaluationClock;
  /** Items of the enclosing exists() and all(). */
  variables: Map<string, unknown>;
}

/** A node turned into a closure, once. Missing values are null, never undefined. */
export type Program = (evaluation: Evaluation) => unknown;

export function compileNode(node: ExpressionNode): Program {
  switch (node.kind) {
    case 'literal':
      return constant(node);
    case 'field':
      return field(node);
    case 'user':
      return ({ bindings }) => bindings.user[node.name] ?? null;
    case 'variable':
      return ({ variables }) => variables.get(node.name) ?? null;
    case 'item_field':
      return itemField(node);
    case 'related':
      return related(node);
    case 'several':
      return several(node);
    case 'under':
      return under(node);
    case 'not':
      return strict([node.operand], ([value]) => value === false);
    case 'negate':
      return strict([node.operand], ([value]) => (typeof value === 'number' ? -value : (value as Decimal).neg()));
    case 'logic':
      return logic(node);
    case 'compare':
      return compare(node);
    case 'missing':
      return missing(compileNode(node.operand), node.negated, isRecordList(node.operand));
    case 'arithmetic':
      return arithmetic(node);
    case 'concat':
      return strict([node.left, node.right], ([left, right]) => (left as string) + (right as string));
    case 'choose':
      return choose(compileNode(node.condition), compileNode(node.then), compileNode(node.otherwise));
    case 'list':
      return list(node.items.map(compileNode));
    case 'in':
      return membership(node);
    case 'quantifier':
      return quantifier(node);
    case 'filter':
      return filter(node);
    case 'changed':
      return changed(node);
    case 'convert':
      return convert(node);
    case 'call':
      return call(node);
  }
}

/** Null as soon as one part is null, as in SQL. */
function strict(
  nodes: readonly ExpressionNode[],
  apply: (values: unknown[], evaluation: Evaluation) => unknown,
): Program {
  const programs = nodes.map(compileNode);
  return (evaluation) => {
    const values: unknown[] = [];
    for (const program of programs) {
      const value = program(evaluation);
      if (value === null) return null;
      values.push(value);
    }
    return apply(values, evaluation);
  };
}

function constant(node: LiteralNode): Program {
  const value = readValue(node.value, node.type);
  return () => value;
}

function field(node: FieldNode): Program {
  const { path, type } = node;
  if (node.of === 'old') return ({ bindings }) => readValue(bindings.old(path), type);
  return ({ bindings }) => readValue(bindings.record(path), type);
}

/** A canonical API value as evaluation uses it. */
function readValue(value: unknown, type: ExpressionType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.type) {
    case 'int':
    case 'decimal':
      return decimalOf(value as string | number);
    case 'timestamp':
      return Date.parse(value as string);
    case 'duration':
      return Number(value);
    default:
      return value;
  }
}

function logic(node: LogicNode): Program {
  const programs = node.operands.map(compileNode);
  const decisive = node.operator === 'or';
  return (evaluation) => kleene(programs, (program) => program(evaluation), decisive);
}

/** `decisive` when any is so, else null when any is null, else the opposite. */
function kleene<Item>(items: Iterable<Item>, test: (item: Item) => unknown, decisive: boolean): boolean | null {
  let result: boolean | null = !decisive;
  for (const item of items) {
    const value = test(item);
    if (value === decisive) return decisive;
    if (value === null) result = null;
  }
  return result;
}

const COMPARISONS: Record<CompareNode['operator'], (order: number) => boolean> = {
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compare(node: CompareNode): Program {
  const holds = COMPARISONS[node.operator];
  return strict([node.left, node.right], ([left, right]) => holds(order(left, right)));
}

function order(left: unknown, right: unknown): number {
  return typeof left === 'boolean' ? Number(left) - Number(right) : compareOrdered(left, right);
}

/** A list of records is as good as missing when there are none. */
function missing(program: Program, negated: boolean, ofRecords: boolean): Program {
  return (evaluation) => {
    const value = program(evaluation);
    return (value === null || (ofRecords && (value as unknown[]).length === 0)) !== negated;
  };
}

function arithmetic(node: ArithmeticNode): Program {
  const nodes = [node.left, node.right];
  if (node.type.type !== 'int' && node.type.type !== 'decimal') return temporal(node);
  const operators: Record<ArithmeticNode['operator'], (left: Decimal, right: Decimal) => Decimal | null> = {
    '+': (left, right) => left.plus(right),
    '-': (left, right) => left.minus(right),
    '*': (left, right) => left.times(right),
    '/': divide,
    '%': remainder,
  };
  const apply = operators[node.operator];
  return strict(nodes, ([left, right]) => apply(left as Decimal, right as Decimal));
}

/** Moments and durations are milliseconds alike; what leaves the calendar is missing. */
function temporal(node: ArithmeticNode): Program {
  const sign = node.operator === '-' ? -1 : 1;
  const moves = node.type.type === 'timestamp';
  return strict([node.left, node.right], ([left, right]) => {
    const result = (left as number) + sign * (right as number);
    if (!moves) return result;
    return Math.abs(right as number) <= LONGEST_DURATION && inCalendar(result) ? result : null;
  });
}

const FIRST_INSTANT = dateNumber('0001-01-01');
const LAST_INSTANT = dateNumber('9999-12-31') + 86_400_000;

function inCalendar(instant: number): boolean {
  return instant >= FIRST_INSTANT && instant < LAST_INSTANT;
}

function choose(condition: Program, then: Program, otherwise: Program): Program {
  return (evaluation) => (condition(evaluation) === true ? then(evaluation) : otherwise(evaluation));
}

function list(items: readonly Program[]): Program {
  return (evaluation) => items.map((item) => item(evaluation));
}

function membership(node: InNode): Program {
  const item = compileNode(node.item);
  const items = compileNode(node.list);
  return (evaluation) => {
    const values = items(evaluation) as unknown[] | null;
    if (values === null) return null;
    if (values.length === 0) return false;
    const wanted = item(evaluation);
    if (wanted === null) return null;
    return kleene(values, (value) => (value === null ? null : order(wanted, value) === 0), true);
  };
}

function quantifier(node: QuantifierNode): Program {
  const items = compileNode(node.list);
  const body = compileNode(node.body);
  const judge = node.quantifier === 'exists_one' ? exactlyOne : kleeneOf(node.quantifier === 'exists');
  return (evaluation) => {
    const values = items(evaluation) as unknown[] | null;
    return values === null ? null : forItems(evaluation, node.variable, (test) => judge(values, test(body)));
  };
}

type Test = (item: unknown) => unknown;

/** Binds the item variable while the items are looked at, and then what it was before. */
function forItems<Result>(
  evaluation: Evaluation,
  variable: string,
  look: (test: (body: Program) => Test) => Result,
): Result {
  const { variables } = evaluation;
  const outer = variables.get(variable);
  const result = look((body) => (item) => (variables.set(variable, item), body(evaluation)));
  variables.set(variable, outer);
  return result;
}

function kleeneOf(decisive: boolean): (items: readonly unknown[], test: Test) => boolean | null {
  return (items, test) => kleene(items, test, decisive);
}

/** Two that hold settle it; below that one of which nobody knows leaves it open. */
function exactlyOne(items: readonly unknown[], test: Test): boolean | null {
  let found = 0;
  let open = false;
  for (const item of items) {
    const value = test(item);
    if (value === null) open = true;
    if (value === true && ++found > 1) return false;
  }
  return open ? null : found === 1;
}

function filter(node: FilterNode): Program {
  const items = compileNode(node.list);
  const body = compileNode(node.body);
  return (evaluation) => {
    const values = items(evaluation) as unknown[] | null;
    if (values === null) return null;
    return forItems(evaluation, node.variable, (test) => values.filter((item) => test(body)(item) === true));
  };
}

function itemField(node: ItemFieldNode): Program {
  const { variable, object, path, type } = node;
  return ({ bindings, variables }) => {
    const id = variables.get(variable) as string | null | undefined;
    return id == null ? null : readValue(bindings.records?.value(object, id, path), type);
  };
}

function related({ object, via, of }: RelatedNode): Program {
  const owner = compileNode(of);
  return (evaluation) => {
    const { records } = evaluation.bindings;
    const id = owner(evaluation) as string | null;
    if (records === undefined) return null;
    return id === null ? [] : records.related(object, via, id);
  };
}

function several({ object, ids }: SeveralNode): Program {
  const named = compileNode(ids);
  return (evaluation) => {
    const { records } = evaluation.bindings;
    return records === undefined ? null : records.living(object, (named(evaluation) as string[] | null) ?? []);
  };
}

function under(node: UnderNode): Program {
  return strict([node.item, node.top], ([item, top], { bindings }) => {
    if (bindings.records === undefined) return null;
    return bindings.records.lineage(node.object, node.via, item as string).includes(top as string);
  });
}

function changed(node: ChangedNode): Program {
  const now = field(node.field);
  const before = field(node.old);
  return (evaluation) => !same(now(evaluation), before(evaluation), node.field.type);
}

function same(left: unknown, right: unknown, type: ExpressionType): boolean {
  if (left === null || right === null) return left === right;
  if (type.type === 'json' || type.type === 'place') return sameJson(left as JsonValue, right as JsonValue);
  if (!Array.isArray(left) || !Array.isArray(right)) return order(left, right) === 0;
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function convert(node: ConvertNode): Program {
  switch (node.to_type) {
    case 'timestamp':
      return strict([node.operand], ([date], { clock }) => startOfDay(date as string, clock.time_zone));
    case 'date':
      return strict([node.operand], ([instant], { clock }) => dateAt(instant as number, clock.time_zone));
    case 'text':
      return strict([node.operand], ([value]) =>
        typeof value === 'object' ? plainDecimal(value as Decimal) : String(value),
      );
  }
}

function call(node: CallNode): Program {
  const definition = FUNCTIONS[node.function];
  if (definition.takesNull !== true) return strict(node.args, (values, { clock }) => definition.compute(values, clock));
  const args = node.args.map(compileNode);
  return (evaluation) =>
    definition.compute(
      args.map((arg) => arg(evaluation)),
      evaluation.clock,
    );
}
