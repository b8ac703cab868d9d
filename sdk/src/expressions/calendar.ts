const DAY = 86_400_000;

/** Dates reach from year 1 to year 9999; what lies outside is missing. */
const FIRST_DAY = Date.UTC(2000, 0, 1) - 730_119 * DAY;
const LAST_DAY = Date.UTC(9999, 11, 31);

/** Days or months further than this leave the calendar from wherever one starts. */
export const FARTHEST_STEP = 4_000_000;

/** The text `2026-11-21` of a day given by its midnight in UTC, or null outside the calendar. */
export function dateText(midnight: number): string | null {
  return midnight >= FIRST_DAY && midnight <= LAST_DAY ? new Date(midnight).toISOString().slice(0, 10) : null;
}

/** Midnight in UTC of a date's text. */
export function dateNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** Whether the text is a day that exists, `2026-11-21`, from year 1 to 9999. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  // Every month has 28 days.
  if (year === 0 || month === 0 || month > 12 || day === 0) return false;
  return day <= 28 || dateText(midnightOf(year, month - 1, day)) === text;
}

export function addDays(date: string, days: number): string | null {
  return Math.abs(days) > FARTHEST_STEP ? null : dateText(dateNumber(date) + days * DAY);
}

/** The same day of another month; where that month is shorter, its last day. */
export function addMonths(date: string, months: number): string | null {
  if (Math.abs(months) > FARTHEST_STEP) return null;
  const from = new Date(dateNumber(date));
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
  const [year, index] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  if (year < 1 || year > 9999) return null;
  const lastDay = new Date(midnightOf(year, index + 1, 0)).getUTCDate();
  return dateText(midnightOf(year, index, Math.min(from.getUTCDate(), lastDay)));
}

/** Date.UTC takes years below 100 for 19xx; this does not. */
function midnightOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((dateNumber(to) - dateNumber(from)) / DAY);
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: string): number {
  return new Date(dateNumber(date)).getUTCDay() || 7;
}

/** The canonical text of a moment: UTC, a fraction only where there is one, milliseconds at most. */
export function instantText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
