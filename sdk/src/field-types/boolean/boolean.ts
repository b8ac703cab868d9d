import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';

const YES_OR_NO = { en: 'yes or no', zh: '是或否' };
const YES = new Set(['true', 'yes', 'y', 't', '1', 'on', 'x', '是', '真', '对', '有', '√', '✓', '✔']);
const NO = new Set(['false', 'no', 'n', 'f', '0', 'off', '否', '假', '错', '无', '×', '✗', '✘']);

export const boolean: FieldType = {
  name: 'boolean',
  label: { en: 'Yes or no', zh: '是/否' },
  description: { en: 'Something that holds or does not.', zh: '成立或不成立。' },
  icon: 'toggle-left',
  editor: 'switch',
  settings: [],
  storage: 'boolean',
  traits: traits({ sortable: true, groupable: true }),
  expressionType: () => ({ type: 'bool' }),
  parse: (input) =>
    typeof input === 'boolean'
      ? { ok: true, value: input }
      : wrongType(input, { en: 'true or false', zh: '布尔值（true 或 false）' }),
  fromText(written) {
    const word = plainText(written).toLowerCase();
    if (YES.has(word)) return { ok: true, value: true };
    return NO.has(word) ? { ok: true, value: false } : invalidFormat(written, YES_OR_NO);
  },
  format: (value, _, context) =>
    context.locale === 'zh' ? (value === true ? '是' : '否') : value === true ? 'Yes' : 'No',
  written: (value, _, into) => (into === 'int' || into === 'decimal' ? String(Number(value)) : String(value)),
  jsonSchema: () => ({ type: 'boolean' }),
};
