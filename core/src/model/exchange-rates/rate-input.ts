import { StrataError, isCurrencyCode, isDate, type Issue } from '@stratacrm/sdk';
import type { DatedRate } from './rate-table.ts';

/** A rate to be put in, or taken out where `rate` is null. */
export type RateChange = Omit<DatedRate, 'rate'> & { rate: string | null };

const RATE = /^\d{1,9}(\.\d{1,12})?$/;

/** Rates as they were sent, checked; throws `invalid_input` with the place of everything wrong. */
export function checkRates(changes: readonly RateChange[], currency: string): RateChange[] {
  const seen = new Set<string>();
  const issues = changes.flatMap((change, index): Issue[] => {
    const at = (name: string, code: Issue['code'], params: Issue['params'] = {}): Issue[] => [
      { path: `rates.${index}.${name}`, code, params },
    ];
    if (!isCurrencyCode(change.currency))
      return at('currency', 'invalid_format', { value: change.currency, expected: CODE });
    if (change.currency === currency) return at('currency', 'own_currency', { currency });
    if (!isDate(change.valid_from))
      return at('valid_from', 'invalid_format', { value: change.valid_from, expected: DAY });
    if (change.rate !== null && !(RATE.test(change.rate) && Number(change.rate) > 0)) {
      return at('rate', 'invalid_format', { value: change.rate, expected: NUMBER });
    }
    const key = `${change.currency} ${change.valid_from}`;
    if (seen.has(key)) return at('valid_from', 'duplicate_entry', { value: key });
    seen.add(key);
    return [];
  });
  if (issues.length > 0) throw StrataError.invalid(issues);
  return [...changes];
}

const CODE = { en: 'an ISO 4217 currency code', zh: 'ISO 4217 币种代码' };
const DAY = { en: 'a date such as 2026-11-21', zh: '日期（例如 2026-11-21）' };
const NUMBER = {
  en: 'a rate above zero with at most 12 digits after the point',
  zh: '大于零的汇率（小数点后最多 12 位）',
};
