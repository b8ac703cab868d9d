import type { CompiledField, JsonValue } from '@stratacrm/sdk';

/** What every editor is given. It emits a canonical value, null for none, or the text as typed while that is no value yet. */
export interface EditorProps {
  field: CompiledField;
  modelValue: JsonValue | undefined;
  id?: string;
  invalid?: boolean;
  disabled?: boolean;
  /** Takes the focus when it appears. */
  autofocus?: boolean;
  /** Its list is open when it appears. */
  opened?: boolean;
  /** Stands in a cell or line: no border of its own, as high as its row. */
  inline?: boolean;
  /** Ids of the texts that explain it: error, help. */
  describedby?: string;
  /** For readers, where no label stands beside it. */
  label?: string;
}

/** What every editor tells. */
export interface EditorEmits {
  'update:modelValue': [value: JsonValue];
  /** Enter, or a choice made: the person is done with this field. */
  commit: [];
  /** The list of choices was closed without a choice. */
  cancel: [];
}
