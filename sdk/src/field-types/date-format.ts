import type { Locale } from '../label.ts';

const languages: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 500;

function formatOf(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${options.timeZone} ${options.hour ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  if (formats.size >= MOST_FORMATS) formats.clear();
  const format = new Intl.DateTimeFormat(languages[locale], options);
  formats.set(key, format);
  return format;
}

const DATE = { year: 'numeric', month: 'short', day: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `21 Nov 2026` · `2026年11月21日`. */
export function formatDate(date: string, locale: Locale): string {
  return formatOf(locale, { ...DATE, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

/** The day of a moment, by the clock of the reader's time zone. */
export function formatInstantsDay(instant: string, locale: Locale, timeZone: string): string {
  return formatOf(locale, { ...DATE, timeZone }).format(new Date(instant));
}

/** `21 Nov 2026, 14:30` · `2026年11月21日 14:30`, by the clock of the reader's time zone. */
export function formatInstant(instant: string, locale: Locale, timeZone: string): string {
  return formatOf(locale, { ...DATE, ...TIME, timeZone }).format(new Date(instant));
}
