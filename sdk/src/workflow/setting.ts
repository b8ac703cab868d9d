import type { Label } from '../label.ts';

/**
 * One setting of a step or a trigger. Its form, its check, the references a rename follows and its documentation all
 * come from this description.
 */
export interface WorkflowSetting {
  name: string;
  type: SettingType;
  label: Label;
  help?: Label;
  required?: boolean;
  /** select: what may be chosen. */
  options?: { value: string; label: Label }[];
  /** integer. */
  min?: number;
  max?: number;
  /** text, condition, value …: what it is when absent. */
  default?: string | number | boolean;
  /** filter, values, field, fields: name of the setting that holds their object. */
  of?: string;
}

export type SettingType =
  | 'text'
  /** Text with values in `{{ }}`. */
  | 'template'
  | 'integer'
  | 'boolean'
  | 'select'
  | 'object'
  /** Name of a field of the object. */
  | 'field'
  | 'fields'
  /** CEL that is true or false, over what the step can name. */
  | 'condition'
  /** CEL of any type, over what the step can name. */
  | 'value'
  /** CEL that gives a record. */
  | 'record'
  /** CEL that gives a date or a moment. */
  | 'moment'
  /** A filter over the object's own fields, with values in `{{ }}`. */
  | 'filter'
  /** Field → CEL of its value. */
  | 'values'
  /** `[{ name, condition }]`, each an outcome of its own. */
  | 'cases'
  /** `2d`, `36h`, `30m`. */
  | 'duration'
  | 'role'
  /** `[{ name, type, label, required }]`: a small form. */
  | 'form'
  /** A CRON line of five parts. */
  | 'cron'
  /** IANA name of a time zone. */
  | 'time_zone'
  /** Name of another workflow. */
  | 'workflow';
