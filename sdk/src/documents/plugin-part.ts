import type { Outcome, Result } from '../workflow/step-kind.ts';
import type { WorkflowSetting } from '../workflow/setting.ts';
import type { DocumentBase } from './document.ts';

export const PLUGIN_PARTS = ['action', 'step', 'trigger'] as const;

/** What code of a plugin can be used as by other documents. */
export type PluginPartKind = (typeof PLUGIN_PARTS)[number];

/**
 * Code of a plugin that others name: a button, a step of a workflow, an event that begins one. It comes with the package
 * of a plugin alone, made from what its code declares; where the plugin goes, nothing may be left that names it.
 */
export interface PluginPartDocument extends DocumentBase<'plugin_part'> {
  part: PluginPartKind;
  /** Name of a Lucide icon. */
  icon?: string;
  /** action, trigger: the object of the records it is about. */
  object?: string;
  /** step: its form. */
  settings?: WorkflowSetting[];
  /** step: ways out beside `done` and `failed`. */
  outcomes?: Outcome[];
  /** step, trigger: what it tells. */
  results?: Result[];
}
