import type {
  ArithmeticNode,
  CheckedExpression,
  CompareNode,
  ConvertNode,
  ExpressionNode,
  FieldNode,
  InNode,
  ListNode,
  LiteralNode,
  LogicNode,
  QuantifierNode,
  UserNode,
} from '@stratacrm/sdk';
import { sql, type Expression, type RawBuilder } from 'kysely';
import { FUNCTION_SQL } from './function-sql.ts';
import type { SqlScope } from './sql-scope.ts';
import { sqlType } from './sql-type.ts';

type Sql = RawBuilder<unknown>;

/**
 * The SQL of a checked expression, with exactly the evaluator's meaning: three-valued logic as SQL has it, so that bare
 * comparisons stand in WHERE and indexes serve them. Literals and slots are parameters.
 */
export function expressionToSql(expression: CheckedExpression, scope: SqlScope): Sql {
  return new SqlWriter(scope).write(expression.node);
}

const LARGEST_BIGINT = 2n ** 63n - 1n;

class SqlWriter {
  readonly #scope: SqlScope;
  /** Item variables in scope, innermost last. */
  readonly #variables: { name: string; item: Sql }[] = [];
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
        return this.#variables.findLast((variable) => variable.name === node.name)!.item;
      case 'not':
        return sql`(not ${this.write(node.operand)})`;
      case 'negate':
        return sql`(- ${this.#numeric(node.operand)})`;
      case 'logic':
        return this.#logic(node);
      case 'compare':
        return this.#compare(node);
      case 'missing':
        return sql`(${this.write(node.operand)} ${sql.raw(node.negated ? 'is not null' : 'is null')})`;
      case 'arithmetic':
        return this.#arithmetic(node);
      case 'concat':
        return sql`(${this.write(node.left)} || ${this.write(node.right)})`;
      case 'choose':
        return sql`(case when ${this.write(node.condition)} then ${this.write(node.then)} else ${this.write(node.otherwise)} end)`;
      case 'list':
        return this.#list(node);
      case 'in':
        return this.#membership(node);
      case 'quantifier':
        return this.#quantifier(node);
      case 'changed':
        return sql`(${this.write(node.field)} is distinct from ${this.write(node.old)})`;
      case 'convert':
        return this.#convert(node);
      case 'call': {
        const args = node.args.map((arg) => this.write(arg));
        return FUNCTION_SQL[node.function](args, { nodes: node.args, scope: this.#scope });
      }
    }
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

  /** exists: true if any is, else null if any is null, else false; all the other way round; null over a missing list. */
  #quantifier(node: QuantifierNode): Sql {
    const list = this.write(node.list);
    const alias = `q${++this.#quantifiers}`;
    this.#variables.push({ name: node.variable, item: sql`${sql.id(alias, 'item')}` });
    const body = this.write(node.body);
    this.#variables.pop();
    const exists = node.quantifier === 'exists';
    const decisive = exists ? sql`holds` : sql`not holds`;
    const result = sql`case when bool_or(${decisive}) then ${sql.raw(String(exists))} when bool_or(holds is null) then null else ${sql.raw(String(!exists))} end`;
    const each = sql`select ${body} as holds from unnest(${list}) as ${sql.id(alias)}(item)`;
    return sql`(case when ${list} is not null then (select ${result} from (${each}) as ${sql.id(`${alias}_each`)}) end)`;
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
