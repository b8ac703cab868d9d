import type { FieldDocument } from '../documents/field.ts';
import { addDays, addMonths, isDate } from '../expressions/calendar.ts';
import { dateAt } from '../expressions/time-zone.ts';
import { readClockTime } from './time/clock-time.ts';
import { readWrittenDuration } from './duration/written-duration.ts';
import type { Parsed, SettingField, ValueContext } from './field-type.ts';

/** What a limit is of. */
export type LimitKind = 'date' | 'datetime' | 'time' | 'duration';

const RELATIVE = /^today(?: ?([+-]) ?(\d{1,5}) ?([dwmy]))?$/;

/** Whether the text says a limit: `2026-11-21`, `today`, `today+30d`, `today-18y`; `09:00`; `1h30m`. */
export function isLimit(text: string, kind: LimitKind): boolean {
  if (kind === 'time') return readClockTime(text) !== null;
  if (kind === 'duration') return readWrittenDuration(text) !== null;
  return isDate(text) || RELATIVE.test(text);
}

/** The day that a limit means for a reader; null when it is beyond the calendar. */
function limitDay(text: string, { time_zone, now = Date.now() }: ValueContext): string | null {
  const found = RELATIVE.exec(text);
  if (found === null) return text;
  const today = dateAt(now, time_zone);
  if (today === null || found[1] === undefined) return today;
  const steps = Number(found[2]) * (found[1] === '-' ? -1 : 1);
  if (found[3] === 'd' || found[3] === 'w') return addDays(today, steps * (found[3] === 'w' ? 7 : 1));
  return addMonths(today, steps * (found[3] === 'y' ? 12 : 1));
}

/** A day, moment or time of day, refused where it lies outside the field's limits, which are part of what is allowed. */
export function withinLimits(parsed: Parsed, field: FieldDocument, kind: LimitKind, context: ValueContext): Parsed {
  const { earliest, latest } = field;
  if (!parsed.ok || typeof parsed.value !== 'string' || (earliest === undefined && latest === undefined)) return parsed;
  // Of a moment the day counts, by the reader's clock; of a time of day the seconds.
  const value = kind === 'datetime' ? dateAt(Date.parse(parsed.value), context.time_zone) : parsed.value;
  const limit = (text: string | undefined): string | null =>
    text === undefined ? null : kind === 'time' ? readClockTime(text) : limitDay(text, context);
  const [first, last] = [limit(earliest), limit(latest)];
  if (value === null) return parsed;
  if (first !== null && seconds(value) < seconds(first))
    return { ok: false, code: 'too_early', params: { min: first } };
  if (last !== null && seconds(value) > seconds(last)) return { ok: false, code: 'too_late', params: { max: last } };
  return parsed;
}

/** `09:30` and `09:30:00` are one time; days are compared as they stand. */
function seconds(text: string): string {
  return text.length === 5 ? `${text}:00` : text;
}

/** The limits as a sentence for the API's description; empty where there are none. */
export function limitSentence({ earliest, latest }: FieldDocument): string {
  const parts = [
    ...(earliest === undefined ? [] : [`Not before ${earliest}.`]),
    ...(latest === undefined ? [] : [`Not after ${latest}.`]),
  ];
  return parts.join(' ');
}

/** The sentence as part of a JSON Schema. */
export function described(sentence: string): { description?: string } {
  return sentence === '' ? {} : { description: sentence };
}

const DAY_HELP = {
  en: 'A date such as 2026-01-31, or counted from the present day: today, today+30d, today-18y (d, w, m, y).',
  zh: '日期（例如 2026-01-31），或相对于当天：today、today+30d、today-18y（d 天、w 周、m 月、y 年）。',
};
const TIME_HELP = { en: 'A time of day such as 09:00.', zh: '一天中的时间，例如 09:00。' };
const LENGTH_HELP = { en: 'A length of time such as 15m or 1h30m.', zh: '时长，例如 15m 或 1h30m。' };

/** The settings of a type that is limited at both ends. */
export function limitSettings(kind: LimitKind): SettingField[] {
  if (kind === 'duration') {
    const help = LENGTH_HELP;
    return [
      { name: 'shortest', type: 'limit', limit: kind, label: { en: 'Shortest', zh: '最短' }, help },
      { name: 'longest', type: 'limit', limit: kind, label: { en: 'Longest', zh: '最长' }, help },
    ];
  }
  const help = kind === 'time' ? TIME_HELP : DAY_HELP;
  return [
    { name: 'earliest', type: 'limit', limit: kind, label: { en: 'Not before', zh: '不早于' }, help },
    { name: 'latest', type: 'limit', limit: kind, label: { en: 'Not after', zh: '不晚于' }, help },
  ];
}
