import type { MergeOffer, Problem, ProblemItem } from '@stratacrm/sdk';

/** An error answer of the server, or the news that there was no answer (`offline`). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: Problem['code'] | 'offline';
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ProblemItem[];
  /** What others changed meanwhile, when the version worked on is no longer the newest. */
  readonly merge: MergeOffer | null;

  constructor(problem: Omit<Problem, 'code'> & { code: Problem['code'] | 'offline' }) {
    super(problem.detail || problem.title);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.merge = problem.merge ?? null;
  }

  get offline(): boolean {
    return this.code === 'offline';
  }

  /** First message per place, to be shown beside the field of that name. */
  byPath(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const item of this.errors) found[item.path] ??= item.message;
    return found;
  }
}
