import { decimalPattern, MAX_SCALE, parseDecimal } from '../decimal-value.ts';
import type { FieldType } from '../field-type.ts';
import { formatNumber } from '../number-format.ts';
import { maxSetting, minSetting, scaleSetting } from '../settings.ts';
import { traits } from '../traits.ts';
import { readWrittenNumber } from '../written-number.ts';

const DEFAULT_SCALE = 2;

export const decimal: FieldType = {
  name: 'decimal',
  label: { en: 'Number', zh: '数值' },
  description: { en: 'An exact number with digits after the point.', zh: '精确的小数。' },
  icon: 'decimals-arrow-right',
  editor: 'number',
  settings: [scaleSetting(MAX_SCALE), minSetting, maxSetting],
  storage: 'decimal',
  traits: traits({ sortable: true, groupable: true, unique: true, summable: true }),
  expressionType: () => ({ type: 'decimal' }),
  parse: (input, field) => parseDecimal(input, field.scale ?? DEFAULT_SCALE, field),
  fromText: (written, field) =>
    parseDecimal(readWrittenNumber(written) ?? written, field.scale ?? DEFAULT_SCALE, field),
  format: (value, field, context) => formatNumber(String(value), context.locale, field.scale ?? DEFAULT_SCALE),
  jsonSchema: (field) => ({ type: 'string', pattern: decimalPattern(field.scale ?? DEFAULT_SCALE) }),
};
