import type { WorkflowStep } from '../documents/workflow.ts';
import type { Result } from './step-kind.ts';

/** The record of the step's object, under the name of the step. */
export function recordResult({ id, settings }: WorkflowStep): Result[] {
  const object = settings['object'];
  return typeof object === 'string' ? [{ name: id, type: { type: 'ref', object } }] : [];
}
