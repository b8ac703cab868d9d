import {
  isRecordList,
  partsOfNode,
  type ArithmeticNode,
  type CheckedExpression,
  type CompareNode,
  type ConvertNode,
  type ExpressionNode,
  type FieldNode,
  type FilterNode,
  type InNode,
  type ListNode,
  type LiteralNode,
  type LogicNode,
  type MissingNode,
  type QuantifierNode,
  type UnderNode,
  type UserNode,
} from '@stratacrm/sdk';
import { sql, type Expression, type RawBuilder } from 'kysely';
import { directoryPart, referenceToAsker } from './directory-part.ts';
import { FUNCTION_SQL } from './function-sql.ts';
import type { SqlDirectory, SqlItems, SqlScope } from './sql-scope.ts';
import { sqlType } from './sql-type.ts';

type Sql = RawBuilder<unknown>;

/**
 * The SQL of a checked expression, with exactly the evaluator's meaning: three-valued logic as SQL has it, so that bare
 * comparisons stand in WHERE and indexes serve them. Literals and slots are parameters.
 */
export function expressionToSql(expression: CheckedExpression, scope: SqlScope): Sql {
  return new SqlWriter(scope).write(expression.node);
}

/**
 * The SQL of a condition where only those matter for which it holds: of the others it is false or null. Lists of records
 * become semi-joins there, which a planner can turn round, and so do the people that records refer to.
 */
export function conditionToSql(expression: CheckedExpression, scope: SqlScope): Sql {
  return anyToSql([expression], scope);
}

/** The same where one of several conditions is enough. */
export function anyToSql(expressions: readonly CheckedExpression[], scope: SqlScope): Sql {
  return new SqlWriter(scope).any(expressions.map(({ node }) => node));
}

/**
 * A SELECT of those to whom a reference of the record can lead where one of the conditions holds; undefined where they
 * hold for others too.
 */
export function referredBy(
  expressions: readonly CheckedExpression[],
  reference: string,
  scope: SqlScope,
): Sql | undefined {
  const directory = scope.directory?.(reference);
  if (directory === undefined) return undefined;
  const condition = new SqlWriter(scope).referred(
    { kind: 'logic', operator: 'or', operands: expressions.map(({ node }) => node) },
    reference,
    directory,
  );
  return condition && directory.ids(condition);
}

const LARGEST_BIGINT = 2n ** 63n - 1n;

class SqlWriter {
  readonly #scope: SqlScope;
  /** Item variables in scope, innermost last. */
  readonly #variables: Item[] = [];
  #quantifiers = 0;

  constructor(scope: SqlScope) {
    this.#scope = scope;
  }

  /** Whatever is written can stand as an operand: it is a name, a parameter, a call or in brackets. */
  write(node: ExpressionNode): Sql {
    switch (node.kind) {
      case 'literal':
        return this.#literal(node);
      case 'field':
        return this.#field(node);
      case 'user':
        return this.#user(node);
      case 'variable':
        return this.#item(node.name).value;
      case 'item_field':
        return sql`${this.#item(node.variable).scope!.field(node.path)}`;
      case 'related':
      case 'several':
        throw new Error('A list of records is no value; the checker refuses it as one');
      case 'under':
        return this.#under(node);
      case 'not':
        return sql`(not ${this.write(node.operand)})`;
      case 'negate':
        return sql`(- ${this.#numeric(node.operand)})`;
      case 'logic':
        return this.#logic(node);
      case 'compare':
        return this.#compare(node);
      case 'missing':
        return this.#missing(node);
      case 'arithmetic':
        return this.#arithmetic(node);
      case 'concat':
        return sql`(${this.write(node.left)} || ${this.write(node.right)})`;
      case 'choose':
        return sql`(case when ${this.settled(node.condition, true)} then ${this.write(node.then)} else ${this.write(node.otherwise)} end)`;
      case 'list':
        return this.#list(node);
      case 'in':
        return this.#membership(node);
      case 'quantifier':
        return isRecordList(node.list) ? this.#records(node) : this.#quantifier(node);
      case 'filter':
        return this.#filtered(node);
      case 'changed':
        return sql`(${this.write(node.field)} is distinct from ${this.write(node.old)})`;
      case 'convert':
        return this.#convert(node);
      case 'call': {
        if (node.function === 'size' && isRecordList(node.args[0]!)) return this.#count(node.args[0]!);
        const args = node.args.map((arg) => this.write(arg));
        return FUNCTION_SQL[node.function](args, { nodes: node.args, scope: this.#scope });
      }
    }
  }

  /**
   * True where the node is `wanted`, and false or null where it is anything else. Without lists of records, and people it
   * refers to, it is written as it always is, for indexes to serve it.
   */
  settled(node: ExpressionNode, wanted: boolean): Sql {
    if (!asksRecords(node) && !this.#asksDirectory(node)) return this.#plainly(node, wanted);
    const reference = this.#referenceOf(node, false);
    if (reference !== undefined) return this.#inDirectory(reference, [node], wanted);
    switch (node.kind) {
      case 'not':
        return this.settled(node.operand, !wanted);
      case 'logic':
        return this.#settledLogic(node, wanted);
      case 'quantifier':
        return this.#settledQuantifier(node, wanted) ?? this.#plainly(node, wanted);
      case 'compare':
        return this.#settledCount(node, wanted) ?? this.#plainly(node, wanted);
      case 'under':
        return wanted ? this.#isUnder(node) : this.#plainly(node, wanted);
      default:
        return this.#plainly(node, wanted);
    }
  }

  /** True where one of the nodes is; else false or null. */
  any(nodes: readonly ExpressionNode[]): Sql {
    const operands = nodes.flatMap((node) =>
      node.kind === 'logic' && node.operator === 'or' ? node.operands : [node],
    );
    return this.#settledLogic({ operator: 'or', operands }, true);
  }

  /** What is asked of those a reference leads to is asked of them together, once for all records. */
  #settledLogic({ operator, operands }: Pick<LogicNode, 'operator' | 'operands'>, wanted: boolean): Sql {
    const joined = sql.raw((operator === 'and') === wanted ? ' and ' : ' or ');
    const groups = Map.groupBy(operands, (operand) => this.#referenceOf(operand, wanted && operator === 'or'));
    const conditions = [...groups].flatMap(([reference, members]) =>
      reference === undefined || !members.some(directoryPart)
        ? members.map((member) => this.settled(member, wanted))
        : [this.#inDirectory(reference, members, wanted, joined)],
    );
    return conditions.length === 1 ? conditions[0]! : sql`(${sql.join(conditions, joined)})`;
  }

  /** The reference of which the node asks to whom it leads; `orAsker`: also whether that is whoever asks. */
  #referenceOf(node: ExpressionNode, orAsker: boolean): string | undefined {
    const reference = directoryPart(node)?.reference ?? (orAsker ? referenceToAsker(node) : undefined);
    return reference !== undefined && this.#scope.directory?.(reference) !== undefined ? reference : undefined;
  }

  #asksDirectory(node: ExpressionNode): boolean {
    if (node.kind === 'logic') return node.operands.some((operand) => this.#asksDirectory(operand));
    return node.kind === 'not' ? this.#asksDirectory(node.operand) : this.#referenceOf(node, false) !== undefined;
  }

  #inDirectory(reference: string, nodes: readonly ExpressionNode[], wanted: boolean, joined = sql``): Sql {
    const directory = this.#scope.directory!(reference)!;
    const within = new SqlWriter(directory.scope);
    const conditions = nodes.map((node) => {
      const part = directoryPart(node);
      if (part !== undefined) return sql`(${directory.seen} and ${within.#plainly(part.node, wanted)})`;
      // Whoever asks is there, and is referred to whether he may be seen or not.
      return sql`(${directory.id} = ${this.#scope.slot('user.id')}::uuid)`;
    });
    return directory.refersTo(sql.join(conditions, joined));
  }

  /** What those meet to whom the reference leads where the node holds; undefined where it says nothing of them. */
  referred(
    node: ExpressionNode | Pick<LogicNode, 'kind' | 'operator' | 'operands'>,
    reference: string,
    directory: SqlDirectory,
  ): Sql | undefined {
    if (node.kind !== 'logic') return this.#referredTo(node, reference, directory);
    const operands = node.operands.map((operand) => this.referred(operand, reference, directory));
    const known = operands.filter((operand) => operand !== undefined);
    if (node.operator === 'and') return known[0];
    return known.length < operands.length || known.length === 0 ? undefined : sql`(${sql.join(known, sql` or `)})`;
  }

  #referredTo(node: ExpressionNode, reference: string, { id, seen, scope }: SqlDirectory): Sql | undefined {
    if (referenceToAsker(node) === reference) return sql`(${id} = ${this.#scope.slot('user.id')}::uuid)`;
    const part = directoryPart(node);
    return part?.reference === reference ? sql`(${seen} and ${new SqlWriter(scope).write(part.node)})` : undefined;
  }

  #plainly(node: ExpressionNode, wanted: boolean): Sql {
    return wanted ? this.write(node) : sql`(not ${this.write(node)})`;
  }

  #item(name: string): Item {
    return this.#variables.findLast((variable) => variable.name === name)!;
  }

  #within<Result>(item: Item, work: () => Result): Result {
    this.#variables.push(item);
    const result = work();
    this.#variables.pop();
    return result;
  }

  #literal(node: LiteralNode): Sql {
    if (node.value === null) return sql`null::${sqlType(node.type)}`;
    if (typeof node.value === 'boolean') return sql.raw(String(node.value));
    // A bigint beside a bigint column keeps its index in use; beside a numeric one PostgreSQL widens it itself.
    if (isBigint(node)) return sql`${node.value}::bigint`;
    return sql`${node.value}::${sqlType(node.type)}`;
  }

  #field(node: FieldNode): Sql {
    if (node.of === 'record') return sql`${this.#scope.field(node.path)}`;
    if (this.#scope.old === undefined)
      throw new Error('There is no former state here; check the expression with `sql: true`');
    return sql`${this.#scope.old(node.path)}`;
  }

  #user(node: UserNode): Sql {
    const value: Expression<unknown> = this.#scope.slot(`user.${node.name}`);
    return sql`${value}::${sqlType(node.type)}`;
  }

  /** int arithmetic in PostgreSQL's bigint would overflow with an error; numeric does not. */
  #numeric(node: ExpressionNode): Sql {
    return sql`${this.write(node)}::numeric`;
  }

  #logic(node: LogicNode): Sql {
    const operands = node.operands.map((operand) => this.write(operand));
    return sql`(${sql.join(operands, sql.raw(` ${node.operator} `))})`;
  }

  #compare(node: CompareNode): Sql {
    const operator = sql.raw(node.operator === '==' ? '=' : node.operator === '!=' ? '<>' : node.operator);
    const [left, right] = [this.write(node.left), this.write(node.right)];
    const byCodePoint = node.as === 'text' && node.operator !== '==' && node.operator !== '!=';
    if (byCodePoint) return sql`(${left} collate "C" ${operator} ${right} collate "C")`;
    return sql`(${left} ${operator} ${right})`;
  }

  #arithmetic(node: ArithmeticNode): Sql {
    if (node.type.type === 'timestamp') return this.#moved(node);
    const [a, b] = [node.left, node.right];
    if (a.type.type === 'timestamp') return sql`(extract(epoch from (${this.write(a)} - ${this.write(b)})) * 1000)`;
    const [left, right] = [this.#numeric(a), this.#numeric(b)];
    if (node.operator === '/') return sql`core.quotient(${left}, ${right})`;
    if (node.operator === '%') return sql`(${left} % nullif(${right}, 0))`;
    return sql`(${left} ${sql.raw(node.operator)} ${right})`;
  }

  #moved(node: ArithmeticNode): Sql {
    const distance = this.#numeric(node.right);
    return sql`core.moment_plus(${this.write(node.left)}, ${node.operator === '-' ? sql`(- ${distance})` : distance})`;
  }

  #list(node: ListNode): Sql {
    if (node.items.length === 0) return sql`'{}'::${sqlType(node.type)}`;
    return sql`array[${sql.join(node.items.map((item) => this.write(item)))}]::${sqlType(node.type)}`;
  }

  #membership(node: InNode): Sql {
    const item = this.write(node.item);
    if (node.list.kind === 'list') return this.#oneOf(item, node.list);
    const list = this.write(node.list);
    // Containment is what a GIN index serves; a list field never holds null.
    if (node.list.kind === 'field' && node.item.kind === 'literal' && node.item.value !== null) {
      return sql`(${list} @> array[${item}])`;
    }
    return sql`(${item} = any(${list}))`;
  }

  #oneOf(item: Sql, list: ListNode): Sql {
    if (list.items.length === 0) return sql.raw('false');
    if (!list.items.every(isPlainLiteral))
      return sql`(${item} in (${sql.join(list.items.map((each) => this.write(each)))}))`;
    // One parameter however many values, so that filters of one shape share one statement.
    const type = list.items.every(isBigint) ? sql.raw('bigint[]') : sqlType(list.type);
    return sql`(${item} = any(${list.items.map((each) => each.value)}::${type}))`;
  }

  #missing(node: MissingNode): Sql {
    if (!isRecordList(node.operand))
      return sql`(${this.write(node.operand)} ${sql.raw(node.negated ? 'is not null' : 'is null')})`;
    const { items, conditions } = this.#sourceOf(node.operand);
    const some = sql`exists (select ${items.fromWhere(conditions)})`;
    return node.negated ? some : sql`(not ${some})`;
  }

  /** A list of records as its source, and what filter() demands of them. */
  #sourceOf(node: ExpressionNode): { items: SqlItems; conditions: Sql[] } {
    const { records } = this.#scope;
    if (node.kind === 'filter') {
      const { items, conditions } = this.#sourceOf(node.list);
      const condition = this.#ofEach(node, items, () => this.settled(node.body, true));
      return { items, conditions: [...conditions, condition] };
    }
    if (records === undefined) throw new Error('There are no lists of records here');
    if (node.kind === 'related')
      return { items: records.related(node.object, node.via, this.write(node.of)), conditions: [] };
    if (node.kind !== 'several') throw new Error(`${node.kind} is no list of records`);
    return { items: records.several(node.object, this.write(node.ids)), conditions: [] };
  }

  #ofEach<Result>(node: { variable: string }, items: SqlItems, work: () => Result): Result {
    return this.#within({ name: node.variable, value: sql`${items.id}`, scope: items.scope }, work);
  }

  /** By Kleene's logic over the records; the list itself is never missing. */
  #records(node: QuantifierNode): Sql {
    const { items, conditions } = this.#sourceOf(node.list);
    const body = this.#ofEach(node, items, () => this.write(node.body));
    const each = sql`select ${body} as holds ${items.fromWhere(conditions)}`;
    return sql`(select ${VERDICTS[node.quantifier]} from (${each}) as ${sql.id(`r${++this.#quantifiers}`)})`;
  }

  #count(list: ExpressionNode): Sql {
    const { items, conditions } = this.#sourceOf(list);
    return sql`(select count(*) ${items.fromWhere(conditions)})`;
  }

  #settledQuantifier(node: QuantifierNode, wanted: boolean): Sql | undefined {
    if (!isRecordList(node.list) || node.quantifier === 'exists_one') return undefined;
    const { items, conditions } = this.#sourceOf(node.list);
    // One item decides for exists and against all; otherwise none may be in the way.
    const byOne = (node.quantifier === 'exists') === wanted;
    const body = this.#ofEach(node, items, () => this.settled(node.body, wanted));
    if (byOne) return sql`exists (select ${items.fromWhere([...conditions, body])})`;
    return sql`(not exists (select ${items.fromWhere([...conditions, sql`(${body}) is not true`])}))`;
  }

  /** Whether there are any needs no counting. */
  #settledCount({ operator, left, right }: CompareNode, wanted: boolean): Sql | undefined {
    if (left.kind !== 'call' || left.function !== 'size' || right.kind !== 'literal') return undefined;
    const list = left.args[0]!;
    const some = isRecordList(list) ? SOME[`${operator} ${String(right.value)}`] : undefined;
    if (some === undefined) return undefined;
    const { items, conditions } = this.#sourceOf(list);
    const any = sql`exists (select ${items.fromWhere(conditions)})`;
    return some === wanted ? any : sql`(not ${any})`;
  }

  #under(node: UnderNode): Sql {
    const known = sql`${this.write(node.item)} is not null and ${this.write(node.top)} is not null`;
    return sql`(case when ${known} then ${this.#isUnder(node)} end)`;
  }

  /** Below what is the same for every record lies one set, found once; else each record is followed upwards. */
  #isUnder({ object, via, item, top }: UnderNode): Sql {
    const { records } = this.#scope;
    if (records === undefined) throw new Error('There are no hierarchies here');
    const isFixed = top.kind === 'literal' || top.kind === 'user';
    return isFixed
      ? sql`(${this.write(item)} in (${records.below(object, via, this.write(top))}))`
      : sql`(${this.write(top)} in (${records.lineage(object, via, this.write(item))}))`;
  }

  /** The items of which it is true, in their order. */
  #filtered(node: FilterNode): Sql {
    const list = this.write(node.list);
    const alias = `q${++this.#quantifiers}`;
    const item = sql`${sql.id(alias, 'item')}`;
    const body = this.#within({ name: node.variable, value: item }, () => this.settled(node.body, true));
    const kept = sql`select ${item} from unnest(${list}) with ordinality as ${sql.id(alias)}(item, place) where ${body} order by place`;
    return sql`(case when ${list} is not null then array(${kept}) end)`;
  }

  /** exists: true if any is, else null if any is null, else false; all the other way round; null over a missing list. */
  #quantifier(node: QuantifierNode): Sql {
    const list = this.write(node.list);
    const alias = `q${++this.#quantifiers}`;
    const item = sql`${sql.id(alias, 'item')}`;
    const body = this.#within({ name: node.variable, value: item }, () => this.write(node.body));
    const each = sql`select ${body} as holds from unnest(${list}) as ${sql.id(alias)}(item)`;
    return sql`(case when ${list} is not null then (select ${VERDICTS[node.quantifier]} from (${each}) as ${sql.id(`${alias}_each`)}) end)`;
  }

  #convert(node: ConvertNode): Sql {
    const operand = this.write(node.operand);
    const timeZone = (): Sql => sql`${this.#scope.slot('time_zone')}::text`;
    switch (node.to_type) {
      case 'timestamp':
        return sql`(${operand}::timestamp at time zone ${timeZone()})`;
      case 'date':
        return sql`core.date_of(${operand}, ${timeZone()})`;
      case 'text':
        return this.#text(operand, node.operand);
    }
  }

  #text(operand: Sql, node: ExpressionNode): Sql {
    switch (node.type.type) {
      case 'int':
      case 'decimal':
        return sql`trim_scale(${operand}::numeric)::text`;
      case 'date':
        return sql`to_char(${operand}, 'YYYY-MM-DD')`;
      default:
        return sql`${operand}::text`;
    }
  }
}

/** An item variable: its value, and what its fields are where it is a record. */
interface Item {
  name: string;
  value: Sql;
  scope?: SqlScope;
}

const kleene = (decisive: boolean): Sql =>
  sql.raw(
    `case when bool_or(${decisive ? '' : 'not '}holds) then ${decisive} when bool_or(holds is null) then null else ${!decisive} end`,
  );

/** What the answers for the single items come to. */
const VERDICTS: Record<QuantifierNode['quantifier'], Sql> = {
  exists: kleene(true),
  all: kleene(false),
  exists_one: sql.raw(
    'case when count(*) filter (where holds) > 1 then false when bool_or(holds is null) then null else count(*) filter (where holds) = 1 end',
  ),
};

/** Counts that only say whether there are any, or none. */
const SOME: Readonly<Record<string, boolean | undefined>> = {
  '> 0': true,
  '>= 1': true,
  '!= 0': true,
  '== 0': false,
  '< 1': false,
  '<= 0': false,
};

const asking = new WeakMap<ExpressionNode, boolean>();

/** Whether a list of records or a hierarchy is asked for within. */
function asksRecords(node: ExpressionNode): boolean {
  let asks = asking.get(node);
  if (asks === undefined) {
    asks = isRecordList(node) || node.kind === 'under' || partsOfNode(node).some(asksRecords);
    asking.set(node, asks);
  }
  return asks;
}

function isPlainLiteral(node: ExpressionNode): node is LiteralNode {
  return node.kind === 'literal' && node.value !== null && typeof node.value !== 'boolean';
}

function isBigint(node: ExpressionNode): boolean {
  if (
    node.kind !== 'literal' ||
    (node.type.type !== 'int' && node.type.type !== 'duration') ||
    typeof node.value !== 'string'
  )
    return false;
  const value = BigInt(node.value);
  return value <= LARGEST_BIGINT && value >= -LARGEST_BIGINT;
}
