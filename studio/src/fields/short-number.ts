import { currencyDisplay } from '@stratacrm/sdk';
import { valueContext } from './value-context.ts';

/** A number as people read it; `short`: 4.3M, 431万. */
export function numberText(number: number, short: boolean): string {
  return new Intl.NumberFormat(language(), {
    maximumFractionDigits: short ? 1 : 2,
    useGrouping: 'always',
    ...(short && Math.abs(number) >= 10_000 && { notation: 'compact' }),
  }).format(number);
}

/** An amount as people read it; `short`: ¥4.3M, ¥431万. */
export function moneyText(number: number, currency: string, short: boolean): string {
  const { locale, currency: home } = valueContext();
  return new Intl.NumberFormat(language(), {
    style: 'currency',
    currency,
    currencyDisplay: currencyDisplay(currency, locale, home),
    useGrouping: 'always',
    minimumFractionDigits: 0,
    maximumFractionDigits: short ? 1 : Math.abs(number) >= 1_000 ? 0 : 2,
    ...(short && Math.abs(number) >= 10_000 && { notation: 'compact' }),
  }).format(number);
}

function language(): string {
  return valueContext().locale === 'zh' ? 'zh-CN' : 'en';
}
