import type { WorkflowDocument, WorkflowTrigger } from '../documents/workflow.ts';
import { formFields, type FormField } from './form.ts';

/** Kinds of triggers that wait for nothing but to be begun with a record. */
const BEGUN_BY_HAND: ReadonlySet<string> = new Set(['manual', 'called']);

type Begun = Pick<WorkflowDocument, 'trigger'>;

/** The object of whose records a workflow can be begun by hand; null when something else begins it. */
export function begunFor({ trigger }: Begun): string | null {
  const { object } = trigger.settings;
  return BEGUN_BY_HAND.has(trigger.type) && typeof object === 'string' ? object : null;
}

/** What it asks whoever begins it. */
export function askedBy({ trigger }: Begun): FormField[] {
  return formFields(trigger.settings['form']);
}

/** The condition under which its own button is shown. */
export function offeredWhen({ settings: { when } }: WorkflowTrigger): string | undefined {
  return typeof when === 'string' && when !== '' ? when : undefined;
}
