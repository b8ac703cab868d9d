import type { ASTNode } from '@marcbachmann/cel-js';
import { tooCostly, unsupported, wrongType, type SourceRange } from './check-failure.ts';
import type { CheckContext } from './check-context.ts';
import { coerce } from './coerce.ts';
import { asRecords, isRecordList } from './check-related.ts';
import type { ExpressionNode } from './expression-node.ts';
import { EXPRESSION_LIMITS } from './limits.ts';

/** What is asked of the items of a list, one after the other, under a name of their own. */
export const MACROS = ['exists', 'all', 'exists_one', 'filter', 'count'] as const;

export type MacroName = (typeof MACROS)[number];

export function isMacroName(name: string): name is MacroName {
  return (MACROS as readonly string[]).includes(name);
}

/** `list.exists(x, condition on x)` and its like. */
export function checkMacro(
  checker: CheckContext,
  name: MacroName,
  receiver: ASTNode,
  args: readonly ASTNode[],
  range: SourceRange,
): ExpressionNode {
  const written = checker.check(receiver);
  if (written.type.type !== 'list') throw wrongType(written, { type: 'list', of: { type: 'dyn' } }, written.type);
  const list = asRecords(checker, written);
  const [variable, body] = args;
  if (variable?.op !== 'id' || body === undefined || args.length !== 2) {
    throw unsupported(range, {
      en: `write it as ${name}(x, condition on x)`,
      zh: `应写成 ${name}(x, 关于 x 的条件)`,
    });
  }
  const item = {
    name: variable.args,
    type: written.type.of,
    options: checker.optionsOf(written),
    records: isRecordList(list),
  };
  const condition = checker.within(item, range, () => coerce(checker.check(body), { type: 'bool' }));
  const parts = { variable: variable.args, list, body: condition, ...range };
  if (name !== 'filter' && name !== 'count')
    return { kind: 'quantifier', type: { type: 'bool' }, quantifier: name, ...parts };
  const filter = { kind: 'filter', type: list.type, ...parts } as const;
  return name === 'filter'
    ? filter
    : { kind: 'call', function: 'size', type: { type: 'int' }, args: [filter], ...range };
}

/** The refusal of macros too deep inside one another. */
export function tooDeep(range: SourceRange): Error {
  return tooCostly(range, {
    en: `exists(), all(), exists_one(), filter() and count() ${EXPRESSION_LIMITS.quantifiers} deep`,
    zh: `exists()、all()、exists_one()、filter() 和 count() 嵌套 ${EXPRESSION_LIMITS.quantifiers} 层`,
  });
}

/** A list of records can be asked about, but it is no value to be chosen, compared or handed out. */
export function refuseAsValue(node: ExpressionNode): void {
  if (!isRecordList(node) && node.kind !== 'field') return;
  if (node.type.type !== 'list' || node.type.of.type !== 'ref') return;
  throw unsupported(node, {
    en: 'ask something of these records: exists(), all(), filter(…), count(…) or size()',
    zh: '请对这些记录提问：exists()、all()、filter(…)、count(…) 或 size()',
  });
}
