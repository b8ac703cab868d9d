import type { FieldDocument } from '../../documents/field.ts';
import { readDecimal } from '../decimal-value.ts';
import { invalidFormat, outOfRange, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { formatNumber } from '../number-format.ts';
import { maxSetting, minSetting } from '../settings.ts';
import { traits } from '../traits.ts';
import { readWrittenNumber } from '../written-number.ts';

const WHOLE_NUMBER = { en: 'a whole number', zh: '整数' };

/** A JSON number, or a text of digits; nothing beyond what JavaScript holds exactly. */
function parseInteger(input: unknown, field: FieldDocument): Parsed {
  if (typeof input !== 'number' && typeof input !== 'string') return wrongType(input, WHOLE_NUMBER);
  const value = Number.isSafeInteger(input) ? (input as number) : wholeNumber(input);
  if (value === null) return invalidFormat(input, WHOLE_NUMBER);
  const min = field.min ?? Number.MIN_SAFE_INTEGER;
  const max = field.max ?? Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(value) || value < min || value > max) return outOfRange(min, max);
  return { ok: true, value: value === 0 ? 0 : value };
}

function wholeNumber(input: number | string): number | null {
  const number = readDecimal(input);
  return number === null || !number.isInteger() ? null : number.toNumber();
}

export const integer: FieldType = {
  name: 'integer',
  label: { en: 'Whole number', zh: '整数' },
  description: { en: 'A count: employees, seats, days.', zh: '计数，如员工数、座位数、天数。' },
  icon: 'hash',
  editor: 'number',
  settings: [
    minSetting,
    maxSetting,
    {
      name: 'ungrouped',
      type: 'boolean',
      label: { en: 'Without separators', zh: '不加千位分隔符' },
      help: { en: 'For years and such: 2026 and not 2,026.', zh: '用于年份等：2026，而非 2,026。' },
    },
  ],
  storage: 'bigint',
  traits: traits({ sortable: true, groupable: true, unique: true, summable: true }),
  expressionType: () => ({ type: 'int' }),
  parse: parseInteger,
  fromText: (written, field) => parseInteger(readWrittenNumber(written) ?? written, field),
  format: (value, field, context) =>
    field.ungrouped === true ? String(value) : formatNumber(String(value), context.locale, 0),
  jsonSchema: (field) => ({
    type: 'integer',
    minimum: field.min ?? Number.MIN_SAFE_INTEGER,
    maximum: field.max ?? Number.MAX_SAFE_INTEGER,
  }),
};
