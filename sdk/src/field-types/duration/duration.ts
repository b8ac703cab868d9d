import { LONGEST_DURATION } from '../../expressions/duration-text.ts';
import { invalidFormat, outOfRange, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { traits } from '../traits.ts';
import { durationText, readWrittenDuration } from './written-duration.ts';

const LENGTH = { en: 'a length of time such as 1h30m', zh: '时长（例如 1小时30分钟）' };

function parseDuration(input: unknown): Parsed {
  if (typeof input !== 'number' && typeof input !== 'string') return wrongType(input, LENGTH);
  const value = typeof input === 'number' ? input : readWrittenDuration(input);
  if (value === null || !Number.isInteger(value)) return invalidFormat(input, LENGTH);
  if (Math.abs(value) > LONGEST_DURATION) return outOfRange(-LONGEST_DURATION, LONGEST_DURATION);
  return { ok: true, value: value === 0 ? 0 : value };
}

/** Whole milliseconds, the unit in which expressions count; days are 24 hours. */
export const duration: FieldType = {
  name: 'duration',
  label: { en: 'Duration', zh: '时长' },
  description: { en: 'How long something takes: a call, a response time.', zh: '持续多久，如通话时长、响应时间。' },
  icon: 'timer',
  editor: 'written',
  settings: [],
  storage: 'bigint',
  traits: traits({ sortable: true, groupable: true, summable: true }),
  expressionType: () => ({ type: 'duration' }),
  parse: parseDuration,
  fromText: parseDuration,
  format: (value, _, context) => durationText(Number(value), context.locale),
  written: (value, context, into) =>
    into === 'int' || into === 'decimal' ? String(value) : durationText(Number(value), context.locale),
  jsonSchema: () => ({
    type: 'integer',
    minimum: -LONGEST_DURATION,
    maximum: LONGEST_DURATION,
    description: 'Milliseconds.',
  }),
};
