import type { JsonValue } from '../json.ts';
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
  options?: readonly { value: string; label: Label }[];
  /** integer. */
  min?: number;
  max?: number;
  /** integer: how a number below nought, and any other, is told in words; `{n}` stands for its amount. */
  told?: { below: Label; above: Label };
  /** text, condition, value …: what it is when absent. */
  default?: string | number | boolean;
  /** filter, values, field, fields: name of the setting that holds their object. */
  of?: string;
  /** Where that one is empty: name of the setting that holds the record whose object it is. */
  orOf?: string;
  /** It is asked for only while another setting has one of these values, or is written as a text. */
  onlyIf?: { setting: string; is: readonly string[] | 'text' };
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
  /** CEL that gives a list. */
  | 'list'
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
  | 'workflow'
  /** Name of a template of mails; `of` is the setting that holds the record it is about. */
  | 'email_template'
  /** Name of a connection of the kind `http`. */
  | 'connection'
  /** Name → CEL of its value. */
  | 'expressions'
  /** JSON as a text, whose values become names. */
  | 'sample'
  /** `[{ kind, value }]`: who is meant, see `PeopleEntry`. */
  | 'people'
  /** `[{ condition, kind, value }]`: who is meant when the condition holds. */
  | 'territories'
  /** A step that a plugin brought, see `ChosenPart`; written by hand `com.example.flights/award_points`. */
  | 'plugin_step'
  /** An event that a plugin tells of, see `ChosenPart`; written by hand `air:flight_delayed`. */
  | 'plugin_event'
  /** Amounts, each at least as great as the one before. */
  | 'amounts';

/** Whether the setting matters, given the others. */
export function isAskedFor(
  { onlyIf }: Pick<WorkflowSetting, 'onlyIf'>,
  { described, given }: { described: readonly WorkflowSetting[]; given: { [name: string]: JsonValue } },
): boolean {
  if (onlyIf === undefined) return true;
  const value = given[onlyIf.setting] ?? described.find((each) => each.name === onlyIf.setting)?.default;
  return onlyIf.is === 'text' ? typeof value === 'string' : onlyIf.is.includes(String(value));
}
