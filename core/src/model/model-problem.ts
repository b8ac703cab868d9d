import {
  StrataError,
  describeError,
  type DocumentKind,
  type ErrorCode,
  type ErrorParameters,
  type Locale,
  type PublishPlan,
} from '@stratacrm/sdk';

/** Something wrong with a document that stops a publish. */
export interface ModelProblem {
  kind: DocumentKind;
  key: string;
  path: string;
  code: ErrorCode;
  params: ErrorParameters;
  /** Some of the records that are meant. */
  records?: { object: string; ids: string[] };
}

/** The error that a publish answers with when there are problems. */
export function problemsError(problems: readonly ModelProblem[]): StrataError {
  const issues = problems.map(({ kind, key, path, code, params }) => ({
    path: `${kind}/${key}/${path}`,
    code,
    params,
  }));
  return new StrataError('publish_problems', { count: problems.length }, issues);
}

/** A problem as the screen shows it. */
export function describeProblem(problem: ModelProblem, locale: Locale): PublishPlan['problems'][number] {
  const { kind, key, path, code, params, records } = problem;
  return { kind, key, path, code, message: describeError(locale, code, params), ...(records && { records }) };
}
