import type { FieldType } from '../field-type.ts';
import { maxLengthSetting } from '../settings.ts';
import { parseText } from '../text-value.ts';
import { traits } from '../traits.ts';

const DEFAULT_LENGTH = 50_000;

export const longText: FieldType = {
  name: 'long_text',
  label: { en: 'Long text', zh: '长文本' },
  description: { en: 'Several lines: notes, a description, minutes.', zh: '多行文本，如备注、描述、纪要。' },
  icon: 'text',
  editor: 'lines',
  settings: [maxLengthSetting(1_000_000)],
  storage: 'text',
  traits: traits({ searchable: true }),
  expressionType: () => ({ type: 'text' }),
  parse: (input, field) => parseText(input, field.max_length ?? DEFAULT_LENGTH),
  fromText: (written, field) => parseText(written.trim(), field.max_length ?? DEFAULT_LENGTH),
  format: (value) => String(value),
  jsonSchema: (field) => ({ type: 'string', maxLength: field.max_length ?? DEFAULT_LENGTH }),
};
