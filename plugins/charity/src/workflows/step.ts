import type { Label, WorkflowStep } from '@stratacrm/sdk';

/** A step as a pack writes it: settings, and where each way out leads. */
export function step(
  id: string,
  type: string,
  label: Label,
  settings: WorkflowStep['settings'],
  next: WorkflowStep['next'] = {},
): WorkflowStep {
  return { id, type, version: 1, label, settings, next };
}
