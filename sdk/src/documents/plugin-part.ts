import type { ValueDisplay } from '../field-types/value-display.ts';
import type { JsonValue } from '../json.ts';
import type { OutsideField } from '../plugin/code.ts';
import type { PartInput, PartSetting } from '../plugin/part-form.ts';
import type { Outcome, Result } from '../workflow/step-kind.ts';
import type { WorkflowSetting } from '../workflow/setting.ts';
import type { DocumentBase } from './document.ts';

export const PLUGIN_PARTS = ['action', 'step', 'trigger', 'validator', 'field_type', 'enricher', 'connector'] as const;

/** What code of a plugin can be used as by other documents. */
export type PluginPartKind = (typeof PLUGIN_PARTS)[number];

/**
 * Code of a plugin that others name: a button, a step of a workflow, an event that begins one, a check of values, a type
 * of field, a source of values, a link to a system outside. It comes with the package
 * of a plugin alone, made from what its code declares; where the plugin goes, nothing may be left that names it.
 */
export interface PluginPartDocument extends DocumentBase<'plugin_part'> {
  part: PluginPartKind;
  /** Name of a Lucide icon. */
  icon?: string;
  /** action, trigger, enricher, connector: the object of the records it is about. */
  object?: string;
  /** step: its form. */
  settings?: WorkflowSetting[];
  /** step: ways out beside `done` and `failed`. */
  outcomes?: Outcome[];
  /** step, trigger: what it tells. */
  results?: Result[];
  /** validator, field_type: how it is set up where it is used. */
  form?: PartSetting[];
  /** validator: the field types whose values it judges; absent: any. */
  types?: string[];
  /** validator: other fields of the record that it looks at. */
  inputs?: PartInput[];
  /** field_type: the built-in type as which its values are kept, filtered, ordered. */
  base?: string;
  /** field_type: settings of that type with which a new field begins. */
  preset?: { [setting: string]: JsonValue };
  /** field_type: how values are shown. */
  display?: ValueDisplay;
  /** enricher: fields of that object for which it proposes values. */
  fields?: string[];
  /** enricher: asked by itself when a person has made a record; he still decides what is taken. */
  on_create?: boolean;
  /** connector: fields of the records outside, and which of ours they stand for. */
  outside?: OutsideField[];
  /** connector: the one of them by which records are known on both sides. */
  key?: string;
  /** field_type: name of the screen in which values are edited, instead of the editor of the built-in type. */
  editor?: string;
}
