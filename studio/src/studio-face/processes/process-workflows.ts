import type { WorkflowDocument } from '@stratacrm/sdk';
import { useStudioDraft } from '../draft/studio-draft.ts';

function workflowsOf(object: string, triggers: readonly string[]): WorkflowDocument[] {
  return (useStudioDraft().draft?.all('workflow') ?? [])
    .map(({ document }) => document)
    .filter(({ archived, trigger }) => {
      return archived !== true && triggers.includes(trigger.type) && trigger.settings['object'] === object;
    });
}

/** Workflows that can be begun with a record of the object. */
export function calledWorkflows(object: string): WorkflowDocument[] {
  return workflowsOf(object, ['called']);
}

/** Workflows that decide on moves of the object's records. */
export function decidingWorkflows(object: string): WorkflowDocument[] {
  return workflowsOf(object, ['move_requested', 'called']);
}
