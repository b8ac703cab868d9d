import type { ASTNode } from '@marcbachmann/cel-js';
import type { SelectOption } from '../documents/field.ts';
import { partField, partsOf } from '../field-types/field-part.ts';
import { childListOf } from '../field-types/index.ts';
import type { CompiledField, CompiledObject } from '../model/compiled.ts';
import {
  CheckFailure,
  misplacedName,
  rangeOf,
  tooCostly,
  unknownName,
  unsupported,
  wrongType,
  type SourceRange,
} from './check-failure.ts';
import { checkCall } from './check-call.ts';
import { checkMacro, isMacroName, refuseAsValue, tooDeep } from './check-list.ts';
import { checkRelated, checkUnder, relatedNode } from './check-related.ts';
import type { CheckContext, ItemVariable } from './check-context.ts';
import { checkArithmetic } from './check-arithmetic.ts';
import { checkComparison, checkMembership } from './check-comparison.ts';
import { coerce } from './coerce.ts';
import type { ExpressionProblem, ExpressionScope } from './expression.ts';
import type { ExpressionNode, FieldNode, ItemFieldNode, LogicNode, UserName } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import { nearest } from '../suggestion.ts';
import { EXPRESSION_LIMITS } from './limits.ts';
import { literal } from './literal.ts';
import { liveField, liveFields, objectOf, typeOfField, USER_NAMES } from './names.ts';
import { ExactDecimal, plainDecimal } from './number.ts';

const bool: ExpressionType = { type: 'bool' };

/** Checks one syntax tree and writes down what it reads. One checker serves one expression. */
export class Checker implements CheckContext {
  readonly scope: ExpressionScope;
  readonly sql: boolean;
  readonly problems: ExpressionProblem[] = [];
  readonly paths = new Map<string, readonly string[]>();
  readonly oldPaths = new Map<string, readonly string[]>();
  readonly reads = new Set<string>();
  usesUser = false;
  usesClock = false;
  readonly #object: CompiledObject;
  readonly #fields = new WeakMap<ExpressionNode, CompiledField>();
  readonly #variables: ItemVariable[] = [];
  #lists = 0;
  #depth = 0;

  constructor(scope: ExpressionScope, object: CompiledObject) {
    this.scope = scope;
    this.sql = scope.sql ?? scope.form === 'filter';
    this.#object = object;
  }

  /** The typed node of a syntax tree; throws a CheckFailure. */
  check(ast: ASTNode): ExpressionNode {
    if (++this.#depth > EXPRESSION_LIMITS.depth * 2) {
      throw tooCostly(rangeOf(ast), { en: 'the nesting allowed', zh: '允许的嵌套层数' });
    }
    const node = this.#checkNode(ast);
    this.#depth--;
    return node;
  }

  /** Of a part that must have a type; a date is taken for a moment, a whole number for any, a text literal for what it says. */
  checkAs(ast: ASTNode, type: ExpressionType): ExpressionNode {
    return coerce(this.check(ast), type);
  }

  /** Goes on after a problem, so that people see all of them at once. */
  attempt<Result>(work: () => Result): Result | undefined {
    const depth = this.#depth;
    const variables = this.#variables.length;
    try {
      return work();
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error;
      this.problems.push(error.problem);
      this.#depth = depth;
      this.#variables.length = variables;
      return undefined;
    }
  }

  #checkNode(ast: ASTNode): ExpressionNode {
    switch (ast.op) {
      case 'value':
        return this.#literal(ast.args, rangeOf(ast), ast.input);
      case 'id':
      case '.':
        return this.#path(ast);
      case '!_':
        return { kind: 'not', type: bool, operand: this.checkAs(ast.args, bool), ...rangeOf(ast) };
      case '-_':
        return this.#negate(ast.args, rangeOf(ast));
      case '&&':
      case '||':
        return this.#logic(ast);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return checkComparison(this, ast.op, this.check(ast.args[0]), this.check(ast.args[1]), rangeOf(ast));
      case 'in':
        return checkMembership(this, this.check(ast.args[0]), this.check(ast.args[1]), rangeOf(ast));
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return checkArithmetic(ast.op, this.check(ast.args[0]), this.check(ast.args[1]), rangeOf(ast));
      case '?:':
        return this.#choose(ast.args, rangeOf(ast));
      case 'list':
        return this.#list(ast.args, rangeOf(ast));
      case 'call':
        return checkCall(this, ast.args[0], ast.args[1], ast);
      case 'rcall':
        return this.#methodCall(ast.args[0], ast.args[1], ast.args[2], ast);
      default:
        throw unsupported(rangeOf(ast), {
          en: 'maps and square brackets after a name are not used here',
          zh: '此处不支持映射和下标',
        });
    }
  }

  #literal(value: unknown, range: SourceRange, source: string): ExpressionNode {
    if (value === null) return literal({ type: 'null' }, null, range);
    if (typeof value === 'boolean') return literal(bool, value, range);
    if (typeof value === 'string') return literal({ type: 'text' }, value, range);
    if (typeof value === 'bigint') return literal({ type: 'int' }, value.toString(), range);
    // The source has the exact digits; the parser's double may not.
    if (typeof value === 'number') return this.#decimal(source.slice(range.from, range.to), range);
    throw unsupported(range, {
      en: 'only texts, numbers, true, false and null can be written out',
      zh: '只能写文本、数字、true、false 和 null',
    });
  }

  #decimal(text: string, range: SourceRange): ExpressionNode {
    const exponent = /[eE]([+-]?\d+)$/.exec(text)?.[1] ?? '0';
    if (Math.abs(Number(exponent)) > 50) throw tooCostly(range, { en: 'an exponent of 50', zh: '指数 50' });
    return literal({ type: 'decimal' }, plainDecimal(text), range);
  }

  #negate(operand: ASTNode, range: SourceRange): ExpressionNode {
    const node = this.check(operand);
    if (node.type.type !== 'int' && node.type.type !== 'decimal' && node.type.type !== 'duration') {
      throw wrongType(node, { type: 'decimal' }, node.type);
    }
    if (node.kind !== 'literal') return { kind: 'negate', type: node.type, operand: node, ...range };
    const negated = new ExactDecimal(node.value as string).neg();
    return literal(node.type, negated.isZero() ? '0' : negated.toFixed(), range);
  }

  #logic(ast: ASTNode & { op: '&&' | '||' }): ExpressionNode {
    const operator: LogicNode['operator'] = ast.op === '&&' ? 'and' : 'or';
    const before = this.problems.length;
    const operands = chainOf(ast, ast.op).map((part) => this.attempt(() => this.checkAs(part, bool)));
    const checked = operands.filter((operand) => operand !== undefined);
    if (this.problems.length > before) throw new CheckFailure(this.problems.pop()!);
    return { kind: 'logic', type: bool, operator, operands: checked, ...rangeOf(ast) };
  }

  #choose([condition, then, otherwise]: readonly [ASTNode, ASTNode, ASTNode], range: SourceRange): ExpressionNode {
    const test = this.checkAs(condition, bool);
    const [first, second] = this.unify([this.check(then), this.check(otherwise)]);
    refuseAsValue(first!);
    refuseAsValue(second!);
    return {
      kind: 'choose',
      type: numberTypeOf([first!, second!]),
      condition: test,
      then: first!,
      otherwise: second!,
      ...range,
    };
  }

  #list(items: readonly ASTNode[], range: SourceRange): ExpressionNode {
    const nodes = this.unify(items.map((item) => this.check(item)));
    const of: ExpressionType = numberTypeOf(nodes);
    if (of.type === 'list') throw unsupported(range, { en: 'a list cannot hold lists', zh: '列表不能包含列表' });
    return { kind: 'list', type: { type: 'list', of }, items: nodes, ...range };
  }

  /** Brings values to one type: the widest of them. */
  unify(nodes: readonly ExpressionNode[]): ExpressionNode[] {
    const rank = ['null', 'dyn', 'text', 'int', 'decimal', 'date', 'timestamp', 'ref', 'time'];
    const known = nodes.filter((node) => node.type.type !== 'null');
    const widest = known.reduce<ExpressionType | undefined>((type, node) => {
      return type === undefined || rank.indexOf(node.type.type) > rank.indexOf(type.type) ? node.type : type;
    }, undefined);
    if (widest === undefined) return [...nodes];
    // Texts that only look like dates among the others stay texts when the others are texts.
    return nodes.map((node) => coerce(node, widest));
  }

  #methodCall(name: string, receiver: ASTNode, args: readonly ASTNode[], ast: ASTNode): ExpressionNode {
    if (isMacroName(name)) return checkMacro(this, name, receiver, args, rangeOf(ast));
    if (name === 'related') return checkRelated(this, receiver, args, rangeOf(ast));
    if (name === 'is_under') return checkUnder(this, [receiver, ...args], rangeOf(ast));
    return checkCall(this, name, [receiver, ...args], ast, true);
  }

  within<Result>(item: ItemVariable, range: SourceRange, work: () => Result): Result {
    if (this.#variables.length >= EXPRESSION_LIMITS.quantifiers) throw tooDeep(range);
    this.#variables.push(item);
    const result = work();
    this.#variables.pop();
    return result;
  }

  countList(range: SourceRange): void {
    if (++this.#lists <= EXPRESSION_LIMITS.lists) return;
    throw tooCostly(range, {
      en: `${EXPRESSION_LIMITS.lists} lists of records in one expression`,
      zh: `一个表达式中 ${EXPRESSION_LIMITS.lists} 个记录列表`,
    });
  }

  get usesRecords(): boolean {
    return this.#lists > 0;
  }

  #path(ast: ASTNode): ExpressionNode {
    const names = namesOf(ast);
    if (names === undefined) {
      throw unsupported(rangeOf(ast), {
        en: 'only a reference has fields after a dot',
        zh: '只有引用才能用点号取字段',
      });
    }
    const [root, ...rest] = names;
    const variable = this.#variables.findLast((candidate) => candidate.name === root!.name);
    if (variable !== undefined) return this.#variable(variable, rest, rangeOf(ast));
    return this.scope.form === 'filter' ? this.#filterPath(names, ast) : this.#recordPath(names, ast);
  }

  #variable(variable: ItemVariable, rest: readonly Name[], range: SourceRange): ExpressionNode {
    const { name, type, records } = variable;
    if (rest[0] === undefined) return { kind: 'variable', type, name, ...range };
    if (!records || type.type !== 'ref') throw unknownName(rest[0], rest[0].name, []);
    this.#refuseLongPath(rest, range);
    const { object } = type;
    return this.#fieldOrChildren(object, rest, range, (found, path) =>
      this.#remember({ kind: 'item_field', type: typeOfField(found), variable: name, object, path, ...range }, found),
    );
  }

  #filterPath(names: readonly Name[], ast: ASTNode): ExpressionNode {
    const [root, ...rest] = names as [Name, ...Name[]];
    if (liveField(this.#object, root.name) !== undefined) return this.#field('record', names, ast);
    if (root.name === 'user') return this.#user(rest, root, ast);
    if (root.name === 'record' && rest[0] !== undefined) {
      throw misplacedName(rangeOf(ast), ast.input.slice(root.from, ast.end), ast.input.slice(rest[0].from, ast.end));
    }
    throw unknownName(root, root.name, [...liveFields(this.#object).map((field) => field.name), 'user']);
  }

  #recordPath(names: readonly Name[], ast: ASTNode): ExpressionNode {
    const [root, ...rest] = names as [Name, ...Name[]];
    if (root.name === 'user') return this.#user(rest, root, ast);
    if (root.name === 'record' || root.name === 'old') {
      if (rest.length === 0)
        throw unsupported(root, { en: `name a field: ${root.name}.…`, zh: `请写出字段：${root.name}.…` });
      if (root.name === 'old') this.refuseInSql(root, 'old');
      return this.#field(root.name, rest, ast);
    }
    const fields = liveFields(this.#object).map((field) => field.name);
    if (fields.includes(root.name)) throw misplacedName(root, root.name, `record.${root.name}`);
    const meant = nearest(root.name, fields);
    if (meant !== undefined) throw misplacedName(root, root.name, `record.${meant}`);
    throw unknownName(root, root.name, ['record', 'old', 'user']);
  }

  /** Refuses what has no meaning in the database where the expression is to run there. */
  refuseInSql(range: SourceRange, name: string): void {
    if (!this.sql) return;
    throw unsupported(range, {
      en: `${name} cannot be used here: this expression runs in the database, on stored records`,
      zh: `此处不能使用 ${name}：该表达式在数据库中对已保存的记录执行`,
    });
  }

  #user(rest: readonly Name[], root: Name, ast: ASTNode): ExpressionNode {
    const [name, further] = rest;
    const candidates = Object.keys(USER_NAMES);
    if (name === undefined)
      throw unsupported(
        root,
        {
          en: `name what of the user: user.${candidates.join(', user.')}`,
          zh: `请写明用户的哪一项：user.${candidates.join('、user.')}`,
        },
        'user.id',
      );
    if (further !== undefined || !Object.hasOwn(USER_NAMES, name.name)) {
      const wrong = further ?? name;
      throw unknownName(wrong, wrong.name, further === undefined ? candidates : []);
    }
    this.usesUser = true;
    return { kind: 'user', type: USER_NAMES[name.name as UserName], name: name.name as UserName, ...rangeOf(ast) };
  }

  #field(of: 'record' | 'old', names: readonly Name[], ast: ASTNode): ExpressionNode {
    const range = rangeOf(ast);
    this.#refuseLongPath(names, range);
    return this.#fieldOrChildren(this.#object.name, names, range, (found, path) =>
      this.#fieldAt(of, found, path, range),
    );
  }

  #refuseLongPath(names: readonly Name[], range: SourceRange): void {
    if (names.length > EXPRESSION_LIMITS.path) throw tooCostly(range, { en: 'a path of six names', zh: '六段路径' });
  }

  /** A field of the record a path leads to; where that field stands for child records, those. */
  #fieldOrChildren(
    object: string,
    names: readonly Name[],
    range: SourceRange,
    make: (field: CompiledField, path: readonly string[]) => FieldNode | ItemFieldNode,
  ): ExpressionNode {
    const field = this.#follow(object, names);
    const path = names.map((name) => name.name);
    const children = childListOf(field);
    if (children === undefined) return make(field, path);
    if (objectOf(this.scope, children.object) === undefined) throw unknownName(range, children.object, []);
    this.countList(range);
    this.reads.add(`${children.object}.${children.via}`);
    const owner = make(this.#idField(field), [...path.slice(0, -1), 'id']);
    if (owner.kind === 'field' && owner.of === 'old') throw noFormerChildren(range);
    return relatedNode(children.object, children.via, owner, { object, path, ...range }, range);
  }

  #idField(beside: CompiledField): CompiledField {
    return { ...beside, name: 'id', type: 'reference', to: beside.object };
  }

  fieldNode(of: 'record' | 'old', names: readonly Name[], range: SourceRange): FieldNode {
    const field = this.#follow(this.#object.name, names);
    if (childListOf(field) !== undefined) throw noFormerChildren(range);
    return this.#fieldAt(
      of,
      field,
      names.map((name) => name.name),
      range,
    );
  }

  recordNode(range: SourceRange): FieldNode {
    const type: ExpressionType = { type: 'ref', object: this.#object.name };
    this.paths.set('id', ['id']);
    return { kind: 'field', type, of: 'record', path: ['id'], ...range };
  }

  #fieldAt(of: 'record' | 'old', field: CompiledField, path: readonly string[], range: SourceRange): FieldNode {
    (of === 'record' ? this.paths : this.oldPaths).set(path.join('.'), path);
    return this.#remember({ kind: 'field', type: typeOfField(field), of, path, ...range }, field);
  }

  #remember<Node extends FieldNode | ItemFieldNode>(node: Node, field: CompiledField): Node {
    this.#fields.set(node, field);
    return node;
  }

  /** The field a path of names leads to, each followed through the model. */
  #follow(from: string, names: readonly Name[]): CompiledField {
    let object: CompiledObject | undefined = objectOf(this.scope, from);
    let field: CompiledField | undefined;
    for (const name of names) {
      const before: CompiledField | undefined = field;
      field = object === undefined ? before && partField(before, name.name) : liveField(object, name.name);
      if (field === undefined) throw unknownName(name, name.name, namesAfter(object, before));
      if (object !== undefined) this.reads.add(`${object.name}.${name.name}`);
      const type = typeOfField(field);
      object = type.type === 'ref' ? objectOf(this.scope, type.object) : undefined;
    }
    return field!;
  }

  /** The options a value is chosen from, where it comes out of a select field. */
  optionsOf(node: ExpressionNode): readonly SelectOption[] | undefined {
    if (node.kind === 'variable') return this.#variables.findLast((variable) => variable.name === node.name)?.options;
    return this.#fields.get(node)?.options;
  }
}

function noFormerChildren(range: SourceRange): CheckFailure {
  return unsupported(range, {
    en: 'of child records only what they are now is known, not what they were before this change',
    zh: '子记录只能取当前状态，无法取修改前的状态',
  });
}

/** What could stand in place of a name that is not known. */
function namesAfter(object: CompiledObject | undefined, field: CompiledField | undefined): string[] {
  if (object !== undefined) return liveFields(object).map((candidate) => candidate.name);
  return field === undefined ? [] : partsOf(field).map((part) => part.name);
}

interface Name extends SourceRange {
  name: string;
}

/** `record.account.name` as its names and where each stands; undefined where it does not begin with a name. */
function namesOf(ast: ASTNode): Name[] | undefined {
  const names: Name[] = [];
  let at = ast;
  while (at.op === '.') {
    const [receiver, name] = at.args;
    names.unshift({ name, from: at.end - name.length, to: at.end });
    at = receiver;
  }
  if (at.op !== 'id') return undefined;
  names.unshift({ name: at.args, from: at.start, to: at.end });
  return names;
}

/** The operands of a chain of one operator, which the parser nests to the left. */
function chainOf(ast: ASTNode, operator: '&&' | '||'): ASTNode[] {
  const parts: ASTNode[] = [];
  const open = [ast];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.op === operator) open.push(next.args[1], next.args[0]);
    else parts.push(next);
  }
  return parts;
}

/** The type of values brought to one type: of whole numbers among others a number, for those were left as they are. */
function numberTypeOf(nodes: readonly ExpressionNode[]): ExpressionType {
  return nodes.find(({ type }) => type.type === 'decimal')?.type ?? nodes[0]?.type ?? { type: 'dyn' };
}
