import { dateNumber, instantText, isDate } from '../../expressions/calendar.ts';
import type { ExpressionType } from '../../expressions/expression-type.ts';
import { instantOf, wallClock } from '../../expressions/time-zone.ts';
import { formatInstant } from '../date-format.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed, ValueContext } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { described, limitSentence, limitSettings, withinLimits } from '../limit.ts';
import { traits } from '../traits.ts';
import { readWrittenDate } from '../written-date.ts';

const MOMENT = { en: 'a time such as 2026-11-21T14:30:00+08:00', zh: '时间（例如 2026-11-21T14:30:00+08:00）' };

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const FIRST = dateNumber('0001-01-01');
const LAST = dateNumber('9999-12-31') + 86_400_000;

/** RFC 3339 with an offset → milliseconds since 1970, or null. Fractions finer than a millisecond are cut off. */
export function readInstant(text: string): number | null {
  const found = RFC_3339.exec(text);
  if (found === null || !isDate(found[1]!)) return null;
  const wall =
    dateNumber(found[1]!) +
    clock(found[2]!, found[3]!, found[4]!) +
    Number((found[5] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = found[6] === undefined ? 0 : clock(found[7]!, found[8]!, '0') * (found[6] === '-' ? -1 : 1);
  return wall - offset;
}

function clock(hours: string, minutes: string, seconds: string): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function inCalendar(instant: number | null, input: unknown): Parsed {
  if (instant === null || !(instant >= FIRST && instant < LAST)) return invalidFormat(input, MOMENT);
  return { ok: true, value: instantText(instant) };
}

const OFFSET = / ?(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2}))$/i;
const CLOCK =
  /^(.*?)[ T,]+(上午|下午|am|pm)? ?(\d{1,2})(?::|时|点)(\d{2})?分?(?::?(\d{2})秒?(?:\.(\d{1,9}))?)? ?(am|pm|上午|下午)?$/i;

/** `2026-11-21 14:30` · `21 Nov 2026 2:30 pm` · `2026年11月21日 下午2:30`: by the reader's clock where no offset is given. */
function readWrittenInstant(text: string, context: ValueContext): number | null {
  const exact = readInstant(text.trim());
  if (exact !== null) return exact;
  const plain = plainText(text);
  const offset = /:\d/.test(plain) ? OFFSET.exec(plain) : null;
  const bare = offset === null ? plain : plain.slice(0, offset.index);
  const parts = CLOCK.exec(bare);
  const date = readWrittenDate(parts === null ? bare : parts[1]!);
  const time = parts === null ? 0 : timeOfDay(parts);
  if (date === null || time === null) return null;
  const wall = dateNumber(date) + time;
  if (offset === null) return instantOf(wall, context.time_zone);
  const shift = offset[1] !== undefined ? 0 : clock(offset[3]!, offset[4]!, '0') * (offset[2] === '-' ? -1 : 1);
  return wall - shift;
}

function timeOfDay(parts: RegExpExecArray): number | null {
  const half = (parts[2] ?? parts[7])?.toLowerCase();
  const hours = Number(parts[3]);
  const [minutes, seconds] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0)];
  if (minutes > 59 || seconds > 59 || hours > 23 || (half !== undefined && (hours > 12 || hours === 0))) return null;
  const afternoon = half === 'pm' || half === '下午';
  const hour = half === undefined ? hours : (hours % 12) + (afternoon ? 12 : 0);
  return clock(String(hour), String(minutes), String(seconds)) + Number((parts[6] ?? '').padEnd(3, '0').slice(0, 3));
}

/** `2026-11-21 14:30` by the clock of the time zone, or of it what the reading type keeps: its day, its time of day. */
function writtenInstant(instant: string, { time_zone }: ValueContext, into: ExpressionType['type']): string {
  const [day = '', clock = ''] = instantText(wallClock(Date.parse(instant), time_zone))
    .replace('Z', '')
    .split('T');
  const time = clock.replace(/:00$/, '');
  if (into === 'date') return day;
  return into === 'time' ? time.slice(0, 8) : `${day} ${time}`;
}

export const datetime: FieldType = {
  name: 'datetime',
  label: { en: 'Date and time', zh: '日期时间' },
  description: { en: 'A moment, shown in the time zone of the reader.', zh: '时刻，按读者所在时区显示。' },
  icon: 'calendar-clock',
  editor: 'datetime',
  settings: limitSettings('datetime'),
  storage: 'timestamptz',
  traits: traits({ sortable: true, groupable: true, bucketable: true }),
  expressionType: () => ({ type: 'timestamp' }),
  parse: (input, field, context) =>
    typeof input === 'string'
      ? withinLimits(inCalendar(readInstant(input), input), field, 'datetime', context)
      : wrongType(input, MOMENT),
  fromText: (written, field, context) =>
    withinLimits(inCalendar(readWrittenInstant(written, context), written), field, 'datetime', context),
  format: (value, _, context) => formatInstant(String(value), context.locale, context.time_zone),
  written: (value, context, into) => writtenInstant(String(value), context, into),
  jsonSchema: (field) => ({ type: 'string', format: 'date-time', ...described(limitSentence(field)) }),
};
