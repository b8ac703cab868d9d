import type { Locale } from '../label.ts';

const languages: Record<Locale, string> = { en: 'en-US', zh: 'zh-CN' };

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${options.currency ?? ''} ${options.currencyDisplay ?? ''} ${options.minimumFractionDigits ?? ''}`;
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new Intl.NumberFormat(languages[locale], options)));
  return format;
}

/** A decimal text as people read it, every digit of it exact. */
export function formatNumber(value: string, locale: Locale, scale: number): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  return formatOf(locale, digits).format(value as Intl.StringNumericLiteral);
}

/** An amount with its currency's sign: the short one, `¥`, where it is the reader's own currency, else the plain `JP¥`. */
export function formatAmount(amount: string, currency: string, locale: Locale, scale: number, home: string): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  const currencyDisplay = currency === home ? 'narrowSymbol' : 'symbol';
  const options = { style: 'currency', currency, currencyDisplay, ...digits } as const;
  return formatOf(locale, options).format(amount as Intl.StringNumericLiteral);
}
