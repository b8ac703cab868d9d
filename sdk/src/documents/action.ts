import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';
import type { FieldDocument } from './field.ts';

/** Where a button stands: beside a record's name, in its menu, over a list's selection, in the command palette. */
export const ACTION_PLACES = ['record', 'menu', 'list', 'palette'] as const;

export type ActionPlace = (typeof ACTION_PLACES)[number];

/** What an action's form asks: a field that no record has, with the settings of its type. */
export interface ActionQuestion extends Omit<
  FieldDocument,
  'kind' | 'id' | 'object' | 'archived' | 'meta' | 'unique' | 'read_only_after_create' | 'sensitivity'
> {
  /** CEL over `record` of the value it begins with, where one record was chosen. */
  prefill?: string;
}

export type ActionEffect =
  /** The code of a plugin, by the name under which it was brought: `air__redeem`. */
  | { type: 'function'; function: string }
  /** A workflow that begins by its button or by a call, once for each record. */
  | { type: 'workflow'; workflow: string }
  /** A screen of a plugin, shown as a dialog that does the rest itself. */
  | { type: 'screen'; screen: string };

/** A button: on the records of an object, or for the workspace as a whole. */
export interface ActionDocument extends DocumentBase<'action'> {
  /** Absent: it is about no record, and stands in the command palette. */
  object?: string;
  /** Name of a Lucide icon. */
  icon?: string;
  /** Default: beside the record's name. `list` offers it for many records at once. */
  places?: ActionPlace[];
  /** Lower stands further in front; default 100. */
  order?: number;
  /** CEL over `record` and `user`: where it does not hold there is no button. */
  when?: string;
  /** Names of roles, one of which whoever presses it must have; absent: whoever may read the object. */
  roles?: string[];
  /** Asked before it begins; absent: nothing, or what the workflow's own form asks. */
  input?: ActionQuestion[];
  /** Asked before it begins, when it is not undone easily: `Close this case? | Close {n} cases?` */
  confirm?: Label;
  /** Said when it has done its work and has nothing else to say: `{n} cases were closed.` */
  done?: Label;
  /** What it does is not undone easily. */
  danger?: boolean;
  does: ActionEffect;
}
