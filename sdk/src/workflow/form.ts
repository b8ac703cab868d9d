import type { ExpressionType } from '../expressions/expression-type.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { Result } from './step-kind.ts';

/** One question of a small form that a workflow puts to a person. */
export interface FormField {
  name: string;
  type: FormFieldType;
  label: Label;
  required?: boolean;
}

const TYPES = {
  text: 'text',
  long_text: 'text',
  integer: 'int',
  decimal: 'decimal',
  boolean: 'bool',
  date: 'date',
  datetime: 'timestamp',
} as const satisfies Record<string, Exclude<ExpressionType['type'], 'list' | 'ref'>>;

/** Field types that such a form offers. */
export type FormFieldType = keyof typeof TYPES;

export const FORM_FIELD_TYPES = Object.keys(TYPES) as readonly FormFieldType[];

/** The questions of a form setting; what is not one is left out. */
export function formFields(setting: JsonValue | undefined): FormField[] {
  return Array.isArray(setting) ? (setting as unknown as FormField[]) : [];
}

/** What was answered, as names for later steps: `input_reason`. */
export function formResults(prefix: string, setting: JsonValue | undefined): Result[] {
  return formFields(setting).map((field) => ({
    name: `${prefix}_${field.name}`,
    type: { type: TYPES[field.type] ?? 'text' },
  }));
}
