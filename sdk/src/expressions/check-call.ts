import type { ASTNode } from '@marcbachmann/cel-js';
import { rangeOf, unknownFunction, unsupported, wrongType, type SourceRange } from './check-failure.ts';
import type { CheckContext } from './check-context.ts';
import { isMacroName, type MacroName } from './check-list.ts';
import { asRecords, checkRelated, checkUnder } from './check-related.ts';
import { coerce, convert } from './coerce.ts';
import type { CallNode, ExpressionNode } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import { FUNCTIONS, isFunctionName, type FunctionName } from './functions/index.ts';
import type { ExpressionFunction, FunctionParameter } from './functions/expression-function.ts';
import { compiledPattern } from './functions/text-functions.ts';
import { readDuration } from './duration-text.ts';
import { literal, readLiteral, writtenText } from './literal.ts';
import { FORMS, formMethod, isFormName, type FormName } from './forms.ts';
import { isNumber } from './type-text.ts';

/** A call, written `f(x)` or, for methods, `x.f()`; `args` begins with the receiver. */
export function checkCall(
  checker: CheckContext,
  name: string,
  args: readonly ASTNode[],
  ast: ASTNode,
  asMethod = false,
): ExpressionNode {
  const place = nameOf(name, ast, asMethod);
  if (!asMethod && name === 'related') return checkRelated(checker, undefined, args, rangeOf(ast));
  if (!asMethod && name === 'is_under') return checkUnder(checker, args, rangeOf(ast));
  if (!asMethod && isMacroName(name)) throw methodOnly(place, name);
  if (!asMethod && isUnaryForm(name)) return checkForm(checker, name, args, rangeOf(ast));
  if (name === 'matches') {
    const reason = {
      en: 'matches() is not offered; write regex(text, pattern)',
      zh: '不提供 matches()，请用 regex(文本, 表达式)',
    };
    throw unsupported(place, reason);
  }
  if (!isFunctionName(name)) throw unknownFunction(place, name, candidates(asMethod));
  const definition = FUNCTIONS[name];
  if (asMethod && definition.method !== true)
    throw unsupported(place, { en: `write ${name}(x)`, zh: `应写成 ${name}(x)` });
  if (definition.notInSql === true) checker.refuseInSql(place, name);
  if (definition.usesClock === true) checker.usesClock = true;
  checkCount(definition, args.length, name, rangeOf(ast));
  const checked = checkArguments(checker, definition, args);
  return {
    kind: 'call',
    type: resultOf(definition, checked),
    function: name,
    args: checked,
    ...rangeOf(ast),
  } satisfies CallNode;
}

function nameOf(name: string, ast: ASTNode, asMethod: boolean): SourceRange {
  if (!asMethod) return { from: ast.start, to: ast.start + name.length };
  const receiverEnd = (ast.args as [string, ASTNode])[1].end;
  const from = ast.input.indexOf(name, receiverEnd);
  return { from, to: from + name.length };
}

function methodOnly(place: SourceRange, name: string): Error {
  return unsupported(place, { en: `write list.${name}(x, condition)`, zh: `应写成 列表.${name}(x, 条件)` });
}

function candidates(asMethod: boolean): string[] {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const forms = Object.keys(FORMS) as FormName[];
  if (!asMethod) return [...names, ...forms.filter((name) => formMethod(name) !== 'only')];
  return [
    ...names.filter((name) => FUNCTIONS[name].method === true),
    ...forms.filter((name) => formMethod(name) !== 'never'),
  ];
}

/** Forms that take one thing in brackets. */
type UnaryForm = Exclude<FormName, MacroName | 'related' | 'is_under'>;

function isUnaryForm(name: string): name is UnaryForm {
  return isFormName(name) && formMethod(name) === 'never';
}

function checkCount(definition: ExpressionFunction, got: number, name: string, range: SourceRange): void {
  const most = definition.variadic === true ? Infinity : definition.parameters.length;
  const least = definition.parameters.filter((parameter) => parameter.optional !== true).length;
  if (got >= least && got <= most) return;
  const signature = signatureOf(name, definition);
  throw wrongType(range, { en: signature, zh: signature }, { en: `${got} values`, zh: `${got} 个值` });
}

/** `round(number, digits?)` */
export function signatureOf(name: string, definition: ExpressionFunction): string {
  const written = definition.parameters.map(
    (parameter) => `${parameter.name}${parameter.optional === true ? '?' : ''}`,
  );
  const all = definition.variadic === true ? [...written, '…'] : written;
  const [receiver, ...rest] = all;
  return definition.method === true && rest.length > 0
    ? `${receiver}.${name}(${rest.join(', ')})`
    : `${name}(${all.join(', ')})`;
}

function checkArguments(
  checker: CheckContext,
  definition: ExpressionFunction,
  args: readonly ASTNode[],
): ExpressionNode[] {
  const last = definition.parameters.length - 1;
  const checked = args.map((arg, index) =>
    checkArgument(checker, definition.parameters[Math.min(index, last)]!, checker.check(arg)),
  );
  const kind = definition.parameters[0]?.kind;
  if (kind !== 'same' && kind !== 'same_ordered') return checked;
  const unified = checker.unify(checked);
  const type = unified[0]!.type;
  if (type.type === 'list' || (kind === 'same_ordered' && !ORDERED.has(type.type))) {
    throw wrongType(unified[0]!, { en: 'numbers, dates or times', zh: '数值、日期或时间' }, type);
  }
  return unified;
}

const ORDERED = new Set(['int', 'decimal', 'date', 'time', 'timestamp', 'duration']);

function checkArgument(checker: CheckContext, parameter: FunctionParameter, node: ExpressionNode): ExpressionNode {
  switch (parameter.kind) {
    case 'text':
      return coerce(node, { type: 'text' });
    case 'text_or_list':
      return node.type.type === 'list' ? asRecords(checker, node) : coerce(node, { type: 'text' });
    case 'number':
      return coerce(node, { type: 'decimal' });
    case 'int':
      return coerce(node, { type: 'int' });
    case 'date':
      return asDate(node);
    case 'place':
      return coerce(node, { type: 'place' });
    case 'digits':
      return checkDigits(node);
    case 'pattern':
      return checkPattern(node);
    default:
      return node;
  }
}

function asDate(node: ExpressionNode): ExpressionNode {
  return node.type.type === 'timestamp' ? convert(node, 'date') : coerce(node, { type: 'date' });
}

function checkDigits(node: ExpressionNode): ExpressionNode {
  const holds =
    node.kind === 'literal' && node.type.type === 'int' && Number(node.value) >= 0 && Number(node.value) <= 12;
  if (!holds)
    throw wrongType(node, { en: 'a number from 0 to 12 written out', zh: '直接写出的 0 到 12 的数' }, node.type);
  return node;
}

const LONGEST_PATTERN = 500;

function checkPattern(node: ExpressionNode): ExpressionNode {
  const pattern = writtenText(node);
  const expected = { en: 'an RE2 pattern written out as a text', zh: '直接写出的 RE2 正则表达式' };
  if (pattern === undefined) throw wrongType(node, expected, node.type);
  try {
    if (pattern.length > LONGEST_PATTERN) throw new Error('too long');
    compiledPattern(pattern);
  } catch {
    throw wrongType(node, expected, { en: 'another text', zh: '其他文本' });
  }
  return node;
}

function resultOf(definition: ExpressionFunction, args: readonly ExpressionNode[]): ExpressionType {
  if (definition.result === 'number_of_first') return args[0]!.type;
  if (definition.result !== 'same') return definition.result;
  const widest = args.find((arg) => arg.type.type === 'decimal') ?? args.find((arg) => arg.type.type !== 'null');
  return widest?.type ?? { type: 'null' };
}

/** What looks like a function but is a form of its own. */
function checkForm(
  checker: CheckContext,
  name: UnaryForm,
  args: readonly ASTNode[],
  range: SourceRange,
): ExpressionNode {
  const [only] = args;
  if (only === undefined || args.length !== 1) {
    throw wrongType(
      range,
      { en: `${name}(x)`, zh: `${name}(x)` },
      { en: `${args.length} values`, zh: `${args.length} 个值` },
    );
  }
  if (name === 'changed') return changed(checker, only, range);
  const node = checker.check(only);
  switch (name) {
    case 'has':
      return { kind: 'missing', type: { type: 'bool' }, operand: asRecords(checker, node), negated: true, ...range };
    case 'duration':
      return duration(node, range);
    case 'text':
      return toText(node, range);
    case 'date':
      return { ...written(readLiteral(node, { type: 'date' }), asDate, node), ...range };
    case 'timestamp':
      return {
        ...written(readLiteral(node, { type: 'timestamp' }), (other) => coerce(other, { type: 'timestamp' }), node),
        ...range,
      };
  }
}

function written(
  read: ExpressionNode | undefined,
  otherwise: (node: ExpressionNode) => ExpressionNode,
  node: ExpressionNode,
): ExpressionNode {
  return read ?? otherwise(node);
}

function duration(node: ExpressionNode, range: SourceRange): ExpressionNode {
  const text = writtenText(node);
  const milliseconds = text === undefined ? null : readDuration(text);
  if (milliseconds === null)
    throw wrongType(node, { en: 'a duration such as "36h" or "7d"', zh: '时长，例如 "36h" 或 "7d"' }, node.type);
  return literal({ type: 'duration' }, String(milliseconds), range);
}

function toText(node: ExpressionNode, range: SourceRange): ExpressionNode {
  if (node.type.type === 'text') return node;
  const holds = isNumber(node.type) || ['bool', 'date', 'ref'].includes(node.type.type);
  if (!holds)
    throw wrongType(node, { en: 'a number, date, reference or yes/no', zh: '数值、日期、引用或是/否' }, node.type);
  return { ...convert(node, 'text'), ...range };
}

/** `changed('stage')` or `changed(record.stage)`. */
function changed(checker: CheckContext, argument: ASTNode, range: SourceRange): ExpressionNode {
  checker.refuseInSql({ from: range.from, to: range.from + 'changed'.length }, 'changed');
  if (argument.op !== 'value' || typeof argument.args !== 'string') {
    throw unsupported(rangeOf(argument), {
      en: 'name the field as a text: changed("stage")',
      zh: '请用文本写出字段名：changed("stage")',
    });
  }
  const place = { name: argument.args, from: argument.start + 1, to: argument.end - 1 };
  const field = checker.fieldNode('record', [place], rangeOf(argument));
  const old = checker.fieldNode('old', [place], rangeOf(argument));
  return { kind: 'changed', type: { type: 'bool' }, field, old, ...range };
}
