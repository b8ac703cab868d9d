import { decimalPattern, MAX_SCALE, parseDecimal } from '../decimal-value.ts';
import type { FieldType } from '../field-type.ts';
import { formatNumber } from '../number-format.ts';
import { maxSetting, minSetting, scaleSetting } from '../settings.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';
import { readWrittenNumber } from '../written-number.ts';

const DEFAULT_SCALE = 2;

/** The value is a decimal text in per cent: `"12.50"` is 12.5 %, not 1250 %. */
export const percent: FieldType = {
  name: 'percent',
  label: { en: 'Per cent', zh: '百分比' },
  description: { en: 'A share in per cent: 12.5 is 12.5 %.', zh: '百分比，12.5 即 12.5%。' },
  icon: 'percent',
  editor: 'percent',
  settings: [scaleSetting(MAX_SCALE), minSetting, maxSetting],
  storage: 'decimal',
  traits: traits({ sortable: true, groupable: true, summable: true }),
  expressionType: () => ({ type: 'decimal' }),
  parse: (input, field) => parseDecimal(input, field.scale ?? DEFAULT_SCALE, field),
  fromText(written, field) {
    const bare = plainText(written).replace(/ ?%$/, '');
    return parseDecimal(readWrittenNumber(bare) ?? written, field.scale ?? DEFAULT_SCALE, field);
  },
  format(value, _, context) {
    const text = String(value);
    return `${formatNumber(text, context.locale, significantScale(text))}%`;
  },
  written: (value, _, into) => (into === 'int' || into === 'decimal' ? String(value) : `${String(value)}%`),
  jsonSchema: (field) => ({
    type: 'string',
    pattern: decimalPattern(field.scale ?? DEFAULT_SCALE),
    description: 'In per cent: "12.5" is 12.5 %.',
  }),
};

/** Shares are shown without needless zeros: 50%, 12.5%. */
function significantScale(text: string): number {
  return text.includes('.') ? text.replace(/0+$/, '').split('.')[1]!.length : 0;
}
