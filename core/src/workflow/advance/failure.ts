import { StrataError } from '@stratacrm/sdk';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { RunError } from '../run.ts';

/** SQLSTATE of a statement that took too long. */
const QUERY_CANCELED = '57014';

/** An error as a run keeps it. */
export function runError(error: unknown): RunError {
  if (error instanceof StrataError) {
    const issues = error.issues.map(({ path, code, params = {} }) => ({ path, code, params: { ...params } }));
    return { code: error.code, params: { ...error.params }, issues };
  }
  if ((error as { code?: unknown }).code === QUERY_CANCELED)
    return { code: 'step_timed_out', params: { seconds: WORKFLOW_LIMITS.stepSeconds }, issues: [] };
  const reason = error instanceof Error ? error.name : typeof error;
  return { code: 'step_broke', params: { reason }, issues: [] };
}

/** SQLSTATEs of what is over when it is tried again: the server gone or restarting, a deadlock, a serialization failure. */
const TRANSIENT = /^(?:08|57P|40001|40P01|53|55P03)/;

/** Whether the same step may well succeed a moment later, so that the job list is to try again. */
export function isTransient(error: unknown): boolean {
  if (error instanceof StrataError) return error.code === 'write_conflict' || error.code === 'unavailable';
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string')
    return /terminat|ECONN|EPIPE|not queryable|connection (?:ended|closed|error)|timeout exceeded when trying to connect/i.test(
      String(error),
    );
  return TRANSIENT.test(code) || code.startsWith('ECONN');
}
