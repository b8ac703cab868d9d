import { StrataError, type WorkflowStep } from '@stratacrm/sdk';

/** A setting that is a text; '' when it is absent. */
export function textSetting({ settings }: WorkflowStep, name: string): string {
  const value = settings[name];
  return typeof value === 'string' ? value : '';
}

/** A setting that must be there. A published workflow has it; one that is tried may not. */
export function requiredSetting(step: WorkflowStep, name: string): string {
  const value = textSetting(step, name);
  if (value === '') throw new StrataError('required', { label: name });
  return value;
}
