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

/**
 * How `Intl` is to write a currency: the workspace's own with its short sign, `¥`; another with its plain one, `JP¥`, or with
 * its code where that is the same sign, as English writes both yen and yuan.
 */
export function currencyDisplay(currency: string, locale: Locale, home: string): 'narrowSymbol' | 'symbol' | 'code' {
  if (currency === home) return 'narrowSymbol';
  return signOf(currency, locale, 'symbol') === signOf(home, locale, 'narrowSymbol') ? 'code' : 'symbol';
}

function signOf(currency: string, locale: Locale, display: 'narrowSymbol' | 'symbol'): string | undefined {
  const parts = formatOf(locale, { style: 'currency', currency, currencyDisplay: display }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value;
}

/** An amount with its currency's sign. */
export function formatAmount(amount: string, currency: string, locale: Locale, scale: number, home: string): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  const display = currencyDisplay(currency, locale, home);
  const options = { style: 'currency', currency, currencyDisplay: display, ...digits } as const;
  return formatOf(locale, options).format(amount as Intl.StringNumericLiteral);
}
