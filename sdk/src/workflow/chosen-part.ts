import type { PluginPartDocument } from '../documents/plugin-part.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { WorkflowSetting } from './setting.ts';
import type { Outcome, Result } from './step-kind.ts';

/**
 * A plugin's step or event as a workflow keeps it: with its form, its ways out and what it tells as they were when it was
 * chosen, so that a run knows them for as long as it lasts.
 */
export interface ChosenPart {
  /** Of the `plugin_part`: `air__award_step`. */
  name: string;
  label: Label;
  icon?: string;
  object?: string;
  settings?: WorkflowSetting[];
  outcomes?: Outcome[];
  results?: Result[];
}

/** What is kept of a plugin's step or event. */
export function chosenFrom({ name, label, icon, object, settings, outcomes, results }: PluginPartDocument): ChosenPart {
  return {
    name,
    label,
    ...(icon !== undefined && { icon }),
    ...(object !== undefined && { object }),
    ...(settings !== undefined && { settings }),
    ...(outcomes !== undefined && { outcomes }),
    ...(results !== undefined && { results }),
  };
}

/** What a setting keeps; null where it is written as a text, or not at all. */
export function chosenPart(value: JsonValue | undefined): ChosenPart | null {
  const isChosen = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isChosen && typeof value['name'] === 'string' ? (value as unknown as ChosenPart) : null;
}

/** The name that a setting gives, however it is written. */
export function partNameOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value === '' || value.includes('/') || value.includes(':') ? null : value;
  return chosenPart(value)?.name ?? null;
}

/** Names of settings that a step of a plugin cannot give its own: they are those of every such step. */
export const TAKEN_SETTINGS: readonly string[] = ['step', 'record', 'input', 'stop_on_failure'];
