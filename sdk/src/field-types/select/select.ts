import { countryCode } from '../address/country.ts';
import type { FieldType } from '../field-type.ts';
import { optionLabel, parseOption, readWrittenOption } from '../option-value.ts';
import { optionsSettings } from '../settings.ts';
import { traits } from '../traits.ts';

export const select: FieldType = {
  name: 'select',
  label: { en: 'Choice', zh: '单选' },
  description: { en: 'One of several options.', zh: '从若干选项中选一个。' },
  icon: 'circle-dot',
  editor: 'choice',
  settings: optionsSettings,
  storage: 'text',
  traits: traits({ sortable: true, groupable: true, options: true, country: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseOption,
  fromText: readWrittenOption,
  format: (value, field, context) => optionLabel(String(value), field, context.locale),
  country: (value, field) => countryCode(String(value)) ?? countryCode(optionLabel(String(value), field, 'en')),
  jsonSchema: (field) => ({ type: 'string', enum: (field.options ?? []).map((option) => option.value) }),
};
