import type { ASTNode } from '@marcbachmann/cel-js';
import type { Label } from '../label.ts';
import { didYouMean, nearest } from '../suggestion.ts';
import type { ExpressionProblem } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';
import { typeText } from './type-text.ts';

export interface SourceRange {
  from: number;
  to: number;
}

/** Ends the checking of one part of an expression; the checker collects the problem and goes on with the next part. */
export class CheckFailure extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

export function rangeOf(ast: ASTNode): SourceRange {
  return { from: ast.start, to: ast.end };
}

function failure(
  code: ExpressionProblem['code'],
  { from, to }: SourceRange,
  params: NonNullable<ExpressionProblem['params']>,
  suggestion?: string,
): CheckFailure {
  const problem = { path: '', code, params: { position: from + 1, ...params }, from, to };
  return new CheckFailure(suggestion === undefined ? problem : { ...problem, suggestion });
}

export function unsupported(range: SourceRange, reason: Label, suggestion?: string): CheckFailure {
  return failure('expression_syntax', range, { reason }, suggestion);
}

export function wrongType(
  range: SourceRange,
  expected: Label | ExpressionType,
  got: Label | ExpressionType,
  suggestion?: string,
): CheckFailure {
  return failure('expression_type', range, { expected: labelOf(expected), got: labelOf(got) }, suggestion);
}

function labelOf(type: Label | ExpressionType): Label {
  return 'en' in type ? type : typeText(type);
}

/** `place` is the part to be replaced by the suggestion; candidates are in the form in which they would be written there. */
export function unknownName(place: SourceRange, name: string, candidates: Iterable<string>): CheckFailure {
  const names = [...candidates];
  return failure('expression_unknown_name', place, { name, suggestion: didYouMean(name, names) }, nearest(name, names));
}

/** The name is known, but must be written otherwise. */
export function misplacedName(place: SourceRange, name: string, right: string): CheckFailure {
  const suggestion = { en: ` Write "${right}".`, zh: `请写成“${right}”。` };
  return failure('expression_unknown_name', place, { name, suggestion }, right);
}

/** A value beside a select field that is none of its options; the suggestion stands with its quotes. */
export function unknownOption(place: SourceRange, value: string, meant: string | undefined): CheckFailure {
  if (meant === undefined) return failure('expression_unknown_name', place, { name: value, suggestion: '' });
  const suggestion = { en: ` Did you mean "${meant}"?`, zh: `您是不是要用“${meant}”？` };
  return failure('expression_unknown_name', place, { name: value, suggestion }, JSON.stringify(meant));
}

export function unknownFunction(place: SourceRange, name: string, candidates: Iterable<string>): CheckFailure {
  const names = [...candidates];
  return failure(
    'expression_unknown_function',
    place,
    { name, suggestion: didYouMean(name, names) },
    nearest(name, names),
  );
}

export function tooCostly(range: SourceRange, limit: Label): CheckFailure {
  return failure('expression_too_costly', range, { limit });
}
