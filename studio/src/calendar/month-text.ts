import { currentLocale } from '../i18n/i18n.ts';

/** A day or its month as the language now shown writes it. */
export function monthText(date: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en-GB', { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
