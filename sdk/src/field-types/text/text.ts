import { countryCode } from '../address/country.ts';
import type { FieldType } from '../field-type.ts';
import { maxLengthSetting, patternSettings } from '../settings.ts';
import { parseFormatted } from '../text-value.ts';
import { traits } from '../traits.ts';

const DEFAULT_LENGTH = 255;

export const text: FieldType = {
  name: 'text',
  label: { en: 'Text', zh: '文本' },
  description: { en: 'One line: a name, a title, a number on paper.', zh: '单行文本，如名称、标题、编号。' },
  icon: 'type',
  editor: 'line',
  settings: [maxLengthSetting(4000), ...patternSettings],
  storage: 'text',
  traits: traits({ sortable: true, groupable: true, searchable: true, unique: true, country: true }),
  expressionType: () => ({ type: 'text' }),
  parse: (input, field) => parseFormatted(input, field.max_length ?? DEFAULT_LENGTH, field),
  fromText: (written, field) => parseFormatted(written.trim(), field.max_length ?? DEFAULT_LENGTH, field),
  format: (value) => String(value),
  country: (value) => countryCode(String(value)),
  jsonSchema: (field) => ({ type: 'string', maxLength: field.max_length ?? DEFAULT_LENGTH }),
};
