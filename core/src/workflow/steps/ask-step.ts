import { StrataError } from '@stratacrm/sdk';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { StepEngine, StepResult, StepRun } from './step-engine.ts';

const KINDS: ReadonlySet<string> = new Set<StepResult['kind']>(['done', 'wait', 'branch', 'deliver', 'call', 'end']);

/**
 * Asks a step for its answer and trusts it no further than it goes: one that does not answer in time, or answers with
 * something else than a result, has failed by name. Throws `step_timed_out`, `step_broke`.
 */
export async function askStep(
  engine: StepEngine,
  run: StepRun,
  longest = WORKFLOW_LIMITS.stepSeconds * 1_000,
): Promise<StepResult> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const late = new StrataError('step_timed_out', { seconds: Math.ceil(longest / 1_000) });
    timer = setTimeout(() => reject(late), longest);
  });
  try {
    return sound(await Promise.race([engine(run), tooLong]));
  } finally {
    clearTimeout(timer);
  }
}

function sound(result: unknown): StepResult {
  const { kind, outcome, results, until, branches } = (result ?? {}) as Record<string, unknown>;
  const isSound =
    typeof kind === 'string' &&
    KINDS.has(kind) &&
    (outcome === undefined || typeof outcome === 'string') &&
    (results === undefined || (typeof results === 'object' && results !== null && isJson(results))) &&
    (kind !== 'wait' || (until instanceof Date && !Number.isNaN(until.getTime()))) &&
    (kind !== 'branch' || Array.isArray(branches));
  if (!isSound) throw new StrataError('step_broke', { reason: 'it answered with something that is no result' });
  return result as StepResult;
}

function isJson(value: object): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
