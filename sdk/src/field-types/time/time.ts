import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType } from '../field-type.ts';
import { described, limitSentence, limitSettings, withinLimits } from '../limit.ts';
import { traits } from '../traits.ts';
import { readClockTime, readWrittenTime } from './clock-time.ts';

const TIME = { en: 'a time of day such as 14:30', zh: '一天中的时间（例如 14:30）' };

export const time: FieldType = {
  name: 'time',
  label: { en: 'Time of day', zh: '时间' },
  description: { en: 'A time on the clock, without a date: opening hours.', zh: '不带日期的时间，如营业时间。' },
  icon: 'clock',
  editor: 'written',
  settings: limitSettings('time'),
  storage: 'time',
  traits: traits({ sortable: true, groupable: true, unique: true }),
  expressionType: () => ({ type: 'time' }),
  parse(input, field, context) {
    if (typeof input !== 'string') return wrongType(input, TIME);
    const value = readClockTime(input);
    return value === null ? invalidFormat(input, TIME) : withinLimits({ ok: true, value }, field, 'time', context);
  },
  fromText(written, field, context) {
    const value = readWrittenTime(written);
    return value === null ? invalidFormat(written, TIME) : withinLimits({ ok: true, value }, field, 'time', context);
  },
  format: (value) => String(value),
  jsonSchema: (field) => ({
    type: 'string',
    pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
    ...described(limitSentence(field)),
  }),
};
