import type { Locale } from '../label.ts';
import type { MergeOffer } from '../wire/problem.ts';
import { errorCatalogue, type ErrorCode } from './catalogue/index.ts';

/** A parameter of an error text; a pair of texts is shown in the reader's language. */
export type ErrorParameter = string | number | { en: string; zh: string };

export type ErrorParameters = Record<string, ErrorParameter>;

/** One thing wrong with one place of the input. */
export interface Issue {
  /** Where: `amount`, `create.3.amount`, `filter`. */
  path: string;
  code: ErrorCode;
  params?: ErrorParameters;
}

/** What an error says beyond its text, for programs: members of the problem document of the same names. */
export interface ErrorExtension {
  merge?: MergeOffer;
}

/** An error that people are meant to see: a code of the catalogue, its parameters, and the places it concerns. */
export class StrataError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParameters;
  readonly issues: readonly Issue[];
  readonly extension: ErrorExtension;

  constructor(
    code: ErrorCode,
    params: ErrorParameters = {},
    issues: readonly Issue[] = [],
    extension: ErrorExtension = {},
  ) {
    super(describeError('en', code, params));
    this.name = 'StrataError';
    this.code = code;
    this.params = params;
    this.issues = issues;
    this.extension = extension;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  /** An input error that lists what is wrong at each place. */
  static invalid(issues: readonly Issue[]): StrataError {
    return new StrataError('invalid_input', {}, issues);
  }
}

/**
 * The full text of an error in one language, its parameters filled in. `{count|record|records}` is the number with the word
 * for one, or that for any other.
 */
export function describeError(locale: Locale, code: ErrorCode, params: ErrorParameters = {}): string {
  return errorCatalogue[code].detail[locale].replace(PARAMETER, (_, name: string, one?: string, many?: string) => {
    const value = params[name];
    const text = value === undefined ? '' : typeof value === 'object' ? value[locale] : String(value);
    return one === undefined ? text : `${text} ${Number(value) === 1 ? one : many}`;
  });
}

const PARAMETER = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;
