import { LOCALES, type Locale } from '@stratacrm/sdk';

/** The best of our languages that an Accept-Language header names; null when it names none of them. */
export function acceptedLocale(header: string | undefined): Locale | null {
  if (header === undefined) return null;
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
      return {
        locale: LOCALES.find((locale) => tag === locale || tag.startsWith(`${locale}-`)),
        quality: Number(quality ?? 1),
      };
    })
    .filter((each) => each.locale !== undefined && each.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.locale ?? null;
}
