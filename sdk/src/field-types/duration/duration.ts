import type { FieldDocument } from '../../documents/field.ts';
import { LONGEST_DURATION } from '../../expressions/duration-text.ts';
import { invalidFormat, outOfRange, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { limitSettings } from '../limit.ts';
import { traits } from '../traits.ts';
import { durationText, readWrittenDuration } from './written-duration.ts';

const LENGTH = { en: 'a length of time such as 1h30m', zh: '时长（例如 1小时30分钟）' };

function parseDuration(input: unknown, field: FieldDocument): Parsed {
  if (typeof input !== 'number' && typeof input !== 'string') return wrongType(input, LENGTH);
  const value = typeof input === 'number' ? input : readWrittenDuration(input);
  if (value === null || !Number.isInteger(value)) return invalidFormat(input, LENGTH);
  if (Math.abs(value) > LONGEST_DURATION) return outOfRange(-LONGEST_DURATION, LONGEST_DURATION);
  const { shortest, longest } = field;
  if (value < lengthOf(shortest, -LONGEST_DURATION))
    return { ok: false, code: 'too_short', params: { min: shortest! } };
  if (value > lengthOf(longest, LONGEST_DURATION)) return { ok: false, code: 'too_lengthy', params: { max: longest! } };
  return { ok: true, value: value === 0 ? 0 : value };
}

function lengthOf(limit: string | undefined, otherwise: number): number {
  return limit === undefined ? otherwise : (readWrittenDuration(limit) ?? otherwise);
}

/** Whole milliseconds, the unit in which expressions count; days are 24 hours. */
export const duration: FieldType = {
  name: 'duration',
  label: { en: 'Duration', zh: '时长' },
  description: { en: 'How long something takes: a call, a response time.', zh: '持续多久，如通话时长、响应时间。' },
  icon: 'timer',
  editor: 'written',
  settings: limitSettings('duration'),
  storage: 'bigint',
  traits: traits({ sortable: true, groupable: true, summable: true }),
  expressionType: () => ({ type: 'duration' }),
  parse: parseDuration,
  fromText: parseDuration,
  format: (value, _, context) => durationText(Number(value), context.locale),
  written: (value, context, into) =>
    into === 'int' || into === 'decimal' ? String(value) : durationText(Number(value), context.locale),
  jsonSchema: (field) => ({
    type: 'integer',
    minimum: lengthOf(field.shortest, -LONGEST_DURATION),
    maximum: lengthOf(field.longest, LONGEST_DURATION),
    description: 'Milliseconds.',
  }),
};
