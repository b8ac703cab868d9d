import { isDate } from '../../expressions/calendar.ts';
import { formatDate } from '../date-format.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType } from '../field-type.ts';
import { described, limitSentence, limitSettings, withinLimits } from '../limit.ts';
import { traits } from '../traits.ts';
import { readWrittenDate } from '../written-date.ts';

const DATE = { en: 'a date such as 2026-11-21', zh: '日期（例如 2026-11-21）' };

/** Spreadsheets add an empty time of day to dates. */
const MIDNIGHT = /[ T]0?0:00(?::00(?:\.0+)?)?$/;

export const date: FieldType = {
  name: 'date',
  label: { en: 'Date', zh: '日期' },
  description: { en: 'A day of the calendar, without time of day.', zh: '日期，不含时间。' },
  icon: 'calendar',
  editor: 'date',
  settings: limitSettings('date'),
  storage: 'date',
  traits: traits({ sortable: true, groupable: true, bucketable: true }),
  expressionType: () => ({ type: 'date' }),
  parse(input, field, context) {
    if (typeof input !== 'string') return wrongType(input, DATE);
    return isDate(input)
      ? withinLimits({ ok: true, value: input }, field, 'date', context)
      : invalidFormat(input, DATE);
  },
  fromText(written, field, context) {
    const value = readWrittenDate(written.trim().replace(MIDNIGHT, ''));
    return value === null ? invalidFormat(written, DATE) : withinLimits({ ok: true, value }, field, 'date', context);
  },
  format: (value, _, context) => formatDate(String(value), context.locale),
  jsonSchema: (field) => ({ type: 'string', format: 'date', ...described(limitSentence(field)) }),
};
