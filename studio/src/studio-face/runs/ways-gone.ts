import type { WorkflowRunDetail } from '@stratacrm/sdk';
import { TRIGGER } from '../workflows/auto-layout.ts';

/** The ways between steps that a run has gone, as the canvas names them: `step outcome`. */
export function waysGone(steps: readonly Pick<WorkflowRunDetail['steps'][number], 'step' | 'status' | 'outcome'>[]) {
  // A step that was left waiting has not gone any way by that.
  const gone = steps.filter(({ status, outcome }) => status !== 'waiting' || outcome !== null);
  return new Set([
    `${TRIGGER} first`,
    ...gone.map(({ step, outcome, status }) => `${step} ${status === 'failed' ? 'failed' : (outcome ?? 'done')}`),
  ]);
}
