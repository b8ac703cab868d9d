import {
  fieldType,
  type ExpressionType,
  type FieldDocument,
  type SelectOption,
  type SettingField,
} from '@stratacrm/sdk';

/** Settings a field of this type still lacks. */
export function missingSettings(field: Pick<FieldDocument, 'type'> & Partial<FieldDocument>): SettingField[] {
  return fieldType(field.type).settings.filter(
    (setting) => setting.required === true && !isSet(settingOf(field, setting.name)),
  );
}

/** The value of a setting, by its name in the type's list of settings. */
export function settingOf(field: Partial<FieldDocument>, name: string): unknown {
  return (field as Record<string, unknown>)[name];
}

/** The field with one property changed; an empty value takes the property out. */
export function withProperty(field: FieldDocument, name: string, value: unknown): FieldDocument {
  const { [name]: _, ...rest } = field as FieldDocument & Record<string, unknown>;
  return (isSet(value) || value === false ? { ...rest, [name]: value } : rest) as unknown as FieldDocument;
}

/** The first type of field a setting offers that holds what an expression gives; undefined where none does. */
export function typeThatHolds(setting: SettingField, given: ExpressionType, field: FieldDocument): string | undefined {
  const types = (setting.options ?? []).map((option) => option.value);
  return types.find((type) => fieldType(type).expressionType({ ...field, type }, fieldType).type === given.type);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** Hues in the order in which new options take them, grey left for what stands apart. */
const HUES = ['blue', 'green', 'amber', 'purple', 'teal', 'red', 'grey'];

export function nextHue(options: readonly SelectOption[]): string {
  return HUES[options.length % HUES.length] ?? 'grey';
}
