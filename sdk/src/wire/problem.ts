import type { ErrorCode } from '../errors/catalogue/index.ts';
import type { JsonValue } from '../json.ts';

/** The body of every error answer (RFC 9457), `application/problem+json`. */
export interface Problem {
  /** `https://strata.dev/errors/<code>` style URI reference: `/errors/<code>`. */
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors: ProblemItem[];
  /** With `version_conflict`: what others have changed, so that both changes can be brought together. */
  merge?: MergeOffer;
}

/** What became of a record between the version somebody worked on and the present one. */
export interface MergeOffer {
  /** The version worked on. */
  expected: number;
  /** The present version: a change sent with it will be taken. */
  version: number;
  /** Every field that differs, less those the writer may not read. */
  changes: {
    field: string;
    /** In the version worked on. */
    from: JsonValue;
    /** Now. */
    to: JsonValue;
    /** Who changed it last, and when; null for the system. */
    by: { id: string; name: string } | null;
    at: string;
  }[];
}

export interface ProblemItem {
  path: string;
  code: ErrorCode;
  message: string;
}
