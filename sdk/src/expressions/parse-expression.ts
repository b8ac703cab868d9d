import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { Label } from '../label.ts';
import type { ExpressionProblem } from './expression.ts';
import { EXPRESSION_LIMITS } from './limits.ts';
import { isStorableText } from './text-order.ts';

export type ParseResult = { ok: true; ast: ASTNode } | { ok: false; problem: ExpressionProblem };

// Of the library only its parser is used: what the syntax tree means is decided by our own checker.
const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: EXPRESSION_LIMITS.nodes,
    maxDepth: EXPRESSION_LIMITS.depth,
    maxListElements: EXPRESSION_LIMITS.items,
    maxMapEntries: 10,
    maxCallArguments: 20,
  },
});

/** Reads an expression's text into a syntax tree. */
export function parseExpression(source: string): ParseResult {
  if (source.length > EXPRESSION_LIMITS.length) {
    return tooCostly(EXPRESSION_LIMITS.length, source.length, {
      en: `${EXPRESSION_LIMITS.length} characters`,
      zh: `${EXPRESSION_LIMITS.length} 个字符`,
    });
  }
  if (source.trim() === '') return syntaxProblem(0, source.length, { en: 'it is empty', zh: '表达式为空' });
  const unstorable = isStorableText(source) ? -1 : [...source].findIndex((letter) => !isStorableText(letter));
  if (unstorable >= 0) {
    return syntaxProblem(unstorable, unstorable + 1, { en: 'this character cannot be used', zh: '不能使用此字符' });
  }
  try {
    return { ok: true, ast: environment.parse(source).ast };
  } catch (error) {
    return problemOf(error, source);
  }
}

export function syntaxProblem(
  from: number,
  to: number,
  reason: Label,
  suggestion?: string,
): ParseResult & { ok: false } {
  const params = { position: from + 1, reason };
  const problem: ExpressionProblem = { path: '', code: 'expression_syntax', params, from, to };
  return { ok: false, problem: suggestion === undefined ? problem : { ...problem, suggestion } };
}

function tooCostly(from: number, to: number, limit: Label): ParseResult {
  return { ok: false, problem: { path: '', code: 'expression_too_costly', params: { limit }, from, to } };
}

function problemOf(error: unknown, source: string): ParseResult {
  if (error instanceof RangeError) return tooCostly(0, source.length, nesting);
  const { code, range } = error as { code?: string; range?: { start: number; end: number } };
  const from = Math.min(range?.start ?? 0, source.length);
  const to = Math.min(Math.max(range?.end ?? from, from), source.length);
  if (code === 'limit_exceeded') return tooCostly(from, Math.max(to, from), nesting);
  const habit = habitAt(source, from);
  if (habit !== undefined) return syntaxProblem(from, from + habit.length, habit.reason, habit.suggestion);
  return syntaxProblem(from, to, (code !== undefined ? REASONS[code] : undefined) ?? unexpected(source, from, to));
}

const nesting: Label = {
  en: `${EXPRESSION_LIMITS.nodes} parts, ${EXPRESSION_LIMITS.items} list items or a nesting of ${EXPRESSION_LIMITS.depth}`,
  zh: `${EXPRESSION_LIMITS.nodes} 个组成部分、${EXPRESSION_LIMITS.items} 个列表项或 ${EXPRESSION_LIMITS.depth} 层嵌套`,
};

interface Habit {
  length: number;
  suggestion: string;
  reason: Label;
}

/** What people bring along from SQL, spreadsheets and Chinese keyboards. */
const HABITS: readonly [pattern: RegExp, suggestion: string][] = [
  [/^=(?!=)/, '=='],
  [/^<>/, '!='],
  [/^and\b/i, '&&'],
  [/^or\b/i, '||'],
  [/^not\b/i, '!'],
  [/^&(?!&)/, '&&'],
  [/^\|(?!\|)/, '||'],
  [/^（/, '('],
  [/^）/, ')'],
  [/^，/, ','],
  [/^、/, ','],
  [/^。/, '.'],
  [/^！/, '!'],
  [/^：/, ':'],
  [/^？/, '?'],
  [/^＝＝?/, '=='],
  [/^＞/, '>'],
  [/^＜/, '<'],
  [/^[“”]/, '"'],
  [/^[‘’]/, "'"],
];

function habitAt(source: string, from: number): Habit | undefined {
  const rest = source.slice(from);
  for (const [pattern, suggestion] of HABITS) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) continue;
    const reason = { en: `write ${suggestion} instead of ${found}`, zh: `请把 ${found} 写成 ${suggestion}` };
    return { length: found.length, suggestion, reason };
  }
  return undefined;
}

const REASONS: Record<string, Label | undefined> = {
  unterminated_string: { en: 'a text begins here and does not end', zh: '此处的文本没有结束引号' },
  unterminated_triple_quoted_string: { en: 'a text begins here and does not end', zh: '此处的文本没有结束引号' },
  newline_in_string: { en: 'a text must not run over the end of a line', zh: '文本不能跨行' },
  invalid_escape_sequence: { en: 'unknown escape after \\', zh: '\\ 之后的转义无效' },
  reserved_identifier: { en: 'this word is reserved', zh: '这是保留字' },
};

function unexpected(source: string, from: number, to: number): Label {
  if (from >= source.length) return { en: 'something is missing at the end', zh: '末尾缺少内容' };
  const found = source.slice(from, Math.max(to, from + 1)).slice(0, 20);
  return { en: `"${found}" does not belong here`, zh: `此处不应出现“${found}”` };
}
