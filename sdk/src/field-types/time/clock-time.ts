import { plainText } from '../text-value.ts';

const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** `09:30` or `09:30:15` → the canonical time of day, in which seconds stand only where there are any; else null. */
export function readClockTime(text: string): string | null {
  const found = CLOCK_TIME.exec(text);
  if (found === null) return null;
  const [, hours, minutes, seconds = '00'] = found;
  return `${hours}:${minutes}${seconds === '00' ? '' : `:${seconds}`}`;
}

const WRITTEN =
  /^(上午|下午|中午|晚上|凌晨|早上|am|pm)? ?(\d{1,2})(?:[:.时時点點h] ?(\d{2})?(?:分|:(\d{2})|分 ?(\d{2})秒)?|(?= ?[ap]\.?m))(半)? ?(am|pm|a\.m\.|p\.m\.)?$/i;

const AFTERNOON = new Set(['下午', '中午', '晚上', 'pm', 'p.m.']);
const MORNING = new Set(['上午', '凌晨', '早上', 'am', 'a.m.']);

/** A time of day as people write it (`9:30`, `9.30 pm`, `2 pm`, `14h30`, `下午2:30`, `晚上8点半`), or null. */
export function readWrittenTime(text: string): string | null {
  const plain = plainText(text);
  const exact = readClockTime(plain);
  if (exact !== null) return exact;
  const found = WRITTEN.exec(plain);
  if (found === null) return null;
  const half = (found[1] ?? found[7])?.toLowerCase();
  if (found[6] !== undefined && found[3] !== undefined) return null;
  const hours = hourOf(Number(found[2]), half);
  const minutes = found[6] === undefined ? (found[3] ?? '00') : '30';
  return hours === null
    ? null
    : readClockTime(`${String(hours).padStart(2, '0')}:${minutes}:${found[4] ?? found[5] ?? '00'}`);
}

/** The hour on a clock of 24, or null where there is no such hour in that half of the day. */
function hourOf(written: number, half: string | undefined): number | null {
  if (half === undefined) return written;
  if (written > 12 || written === 0) return AFTERNOON.has(half) && written > 12 && written < 24 ? written : null;
  if (MORNING.has(half)) return written % 12;
  // Noon is twelve, and one o'clock at noon is thirteen; eleven at noon is eleven.
  if (half === '中午' && written >= 10) return written;
  return (written % 12) + 12;
}
