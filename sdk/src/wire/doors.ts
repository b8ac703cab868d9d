import type { EditorName } from '../field-types/field-type.ts';
import type { Label } from '../label.ts';

/** The way into a workflow from outside: its address, and the key by which senders sign. */
export interface WorkflowDoorInfo {
  /** Path of the address, to be put behind that of Strata. */
  path: string;
  signing_key: string;
}

/** One question of a public form. */
export interface PublicFormField {
  name: string;
  label: Label;
  help: Label | null;
  required: boolean;
  editor: EditorName;
  options: { value: string; label: Label }[];
}

/** A public form as whoever opens its page sees it. */
export interface PublicForm {
  title: Label;
  fields: PublicFormField[];
  thanks: Label;
}
