import type { ErrorCode } from '../errors/catalogue/index.ts';

/** The body of every error answer (RFC 9457), `application/problem+json`. */
export interface Problem {
  /** `https://strata.dev/errors/<code>` style URI reference: `/errors/<code>`. */
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors: ProblemItem[];
}

export interface ProblemItem {
  path: string;
  code: ErrorCode;
  message: string;
}
