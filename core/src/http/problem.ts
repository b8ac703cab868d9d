import { randomUUID } from 'node:crypto';
import { describeError, errorCatalogue, StrataError, type Locale, type Problem } from '@stratacrm/sdk';
import type { Log } from '../kernel/log.ts';

/** The error as its reader is told it. What is not meant for people becomes `internal`, with a reference to the log. */
export function problemOf(error: unknown, locale: Locale, log: Log): Problem {
  const known = error instanceof StrataError ? error : translate(error, log);
  return {
    type: `/errors/${known.code}`,
    title: errorCatalogue[known.code].title[locale],
    status: known.status,
    code: known.code,
    detail: describeError(locale, known.code, known.params),
    errors: known.issues.map(({ path, code, params }) => ({
      path,
      code,
      message: describeError(locale, code, params),
    })),
    ...known.extension,
  };
}

function translate(error: unknown, log: Log): StrataError {
  if (error instanceof URIError) return StrataError.invalid([{ path: '', code: 'invalid_text' }]);
  if (isUnreachable(error)) {
    log.error('The database does not answer', { error });
    return new StrataError('unavailable');
  }
  const reference = randomUUID().slice(0, 8);
  log.error('A request failed', { reference, error });
  return new StrataError('internal', { reference });
}

/** Codes of connections that were refused or cut, and PostgreSQL's own for shutting down or having no room. */
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08\w{3}|57P0[1-4]|53300)$/;
const CUT_OFF =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  if (!(error instanceof Error)) return false;
  return ('code' in error && UNREACHABLE.test(String(error.code))) || CUT_OFF.test(error.message);
}
