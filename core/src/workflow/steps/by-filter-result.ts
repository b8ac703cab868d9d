import { StrataError, type ByFilterResult } from '@stratacrm/sdk';
import type { StepResult } from './step-engine.ts';

/** What a step that writes many records answers; null: a value of its filter was missing, and nothing matched. */
export function byFilterResult(
  stepId: string,
  object: string,
  filter: string,
  result: ByFilterResult | null,
): StepResult {
  const { done = 0, failed = 0, matched = 0, errors = [] } = result ?? {};
  if (failed > 0)
    throw new StrataError('step_record_refused', { count: failed, total: matched, reason: errors[0]?.message ?? '' });
  return {
    kind: 'done',
    results: { [`${stepId}_count`]: done },
    output: { object, filter, matched, done },
    recordsChanged: done,
  };
}
