import type { ActionPlace } from '../documents/action.ts';
import type { Label } from '../label.ts';
import type { CompiledField } from '../model/compiled.ts';

/** A button as whoever may press it is told of it. */
export interface OfferedAction {
  name: string;
  label: Label;
  description: Label | null;
  icon: string | null;
  /** null: it is about no record. */
  object: string | null;
  places: ActionPlace[];
  /** It stands on some records only; which is asked for each. */
  conditional: boolean;
  form: { field: CompiledField; prefill: string | null }[];
  confirm: Label | null;
  done: Label | null;
  danger: boolean;
  /** The plugin's screen that is opened instead of a form. */
  screen: string | null;
}

/** What came of pressing it. */
export interface ActionAnswer {
  done: number;
  errors: { record: string; code: string; message: string }[];
  message: Label | string | null;
  open: { object: string; record: string } | { url: string } | null;
}
