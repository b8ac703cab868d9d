import type { FieldDocument } from '../documents/field.ts';
import type { Issue } from '../errors/strata-error.ts';
import { fieldType } from '../field-types/index.ts';
import type { ValueContext } from '../field-types/field-type.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Label } from '../label.ts';

export const PART_SETTING_TYPES = ['text', 'long_text', 'integer', 'decimal', 'boolean', 'date', 'select'] as const;

/** One entry of the form with which an administrator sets up what a plugin brought: a check, a type of field. */
export interface PartSetting {
  name: string;
  type: (typeof PART_SETTING_TYPES)[number];
  label: Label;
  help?: Label;
  required?: boolean;
  default?: string | number | boolean;
  /** select: what may be chosen. */
  options?: { value: string; label: Label }[];
  /** integer, decimal. */
  min?: number;
  max?: number;
}

/** Another field of the record that a check looks at; which one, the administrator says. */
export interface PartInput {
  name: string;
  label: Label;
  help?: Label;
  required?: boolean;
  /** Field types that suit; absent: any. */
  types?: string[];
}

/** For values that mean the same to everybody: those of a form stand in a document. */
const PLAIN: ValueContext = { locale: 'en', time_zone: 'UTC', currency: 'EUR' };

/** The settings as code is told them, standards filled in. */
export function partSettings(form: readonly PartSetting[] = [], given: JsonObject = {}): JsonObject {
  return Object.fromEntries(form.map(({ name, default: standard }) => [name, given[name] ?? standard ?? null]));
}

/** What is wrong with the settings given to a form, each at its name. */
export function partSettingIssues(form: readonly PartSetting[] = [], given: JsonObject = {}): Issue[] {
  const known = new Map(form.map((setting) => [setting.name, setting]));
  const unknown = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name): Issue => ({ path: name, code: 'unknown_setting', params: { name } }));
  return [...unknown, ...form.flatMap((setting) => settingIssue(setting, given[setting.name] ?? null) ?? [])];
}

function settingIssue(setting: PartSetting, value: JsonValue): Issue | null {
  const { name, label, required, default: standard } = setting;
  if (value === null || value === '') {
    const missing = required === true && standard === undefined;
    return missing ? { path: name, code: 'required', params: { label } } : null;
  }
  const parsed = fieldType(setting.type).parse(value, asField(setting), PLAIN);
  return parsed.ok ? null : { path: name, code: parsed.code, params: parsed.params };
}

/** The entry as a field of its type, so that one editor and one check serve both. */
export function asField({ name, type, label, options, min, max, required }: PartSetting): FieldDocument {
  return {
    kind: 'field',
    id: name,
    object: '',
    name,
    type,
    label,
    ...(options && { options }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(required && { required }),
  };
}
