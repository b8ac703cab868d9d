import type { Document } from '../documents/kinds.ts';
import type { PluginPartDocument } from '../documents/plugin-part.ts';
import type { WorkflowDocument } from '../documents/workflow.ts';
import type { JsonValue } from '../json.ts';
import { chosenFrom } from '../workflow/chosen-part.ts';

/** Workflows that name a step or an event of the same plugin keep it with its form, its ways out and what it tells. */
export function withOwnParts(documents: readonly Document[]): Document[] {
  const parts = new Map(documents.flatMap((each) => (each.kind === 'plugin_part' ? [[each.name, each]] : [])));
  return documents.map((each) => (each.kind === 'workflow' ? completed(each, parts) : each));
}

type Parts = ReadonlyMap<string, PluginPartDocument>;

function completed(workflow: WorkflowDocument, parts: Parts): WorkflowDocument {
  const { trigger, steps } = workflow;
  const { settings } = trigger;
  return {
    ...workflow,
    trigger: trigger.type === 'plugin_event' ? { ...trigger, settings: withEvent(settings, parts) } : trigger,
    steps: steps.map((step) =>
      step.type === 'run_plugin' ? { ...step, settings: withPart(step.settings, 'step', parts) } : step,
    ),
  };
}

type Given = { [name: string]: JsonValue };

/** Told of a record, the workflow is about records of that object, as the designer has it too. */
function withEvent(settings: Given, parts: Parts): Given {
  const object = parts.get(String(settings['event']))?.object;
  return { ...(object !== undefined && { object }), ...withPart(settings, 'event', parts) };
}

function withPart(settings: Given, name: string, parts: Parts): Given {
  const part = parts.get(String(settings[name]));
  return part === undefined ? settings : { ...settings, [name]: chosenFrom(part) as unknown as JsonValue };
}
