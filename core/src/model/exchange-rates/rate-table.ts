import { dateAt, type CompiledField, type JsonValue } from '@stratacrm/sdk';

/** From this day on one unit of the currency is worth so many of the workspace currency. */
export interface DatedRate {
  currency: string;
  /** `2026-11-21`. */
  valid_from: string;
  rate: string;
}

/** What currencies are worth in the workspace currency, on any day. */
export interface RateTable {
  /** The workspace currency. */
  currency: string;
  /** IANA name: in which day a moment falls. */
  timeZone: string;
  /** The rate in force on a day; before the first day there is a rate for, that one. null: there is none at all. */
  on(currency: string, day: string): string | null;
}

/** `rates` in any order. */
export function rateTable(currency: string, timeZone: string, rates: readonly DatedRate[]): RateTable {
  const byCurrency = new Map<string, DatedRate[]>();
  for (const rate of [...rates].sort((a, b) => (a.valid_from < b.valid_from ? -1 : 1))) {
    byCurrency.set(rate.currency, [...(byCurrency.get(rate.currency) ?? []), rate]);
  }
  return {
    currency,
    timeZone,
    on(code, day) {
      if (code === currency) return '1';
      const dated = byCurrency.get(code);
      return dated === undefined ? null : (dated[lastUpTo(dated, day)] ?? dated[0]!).rate;
    },
  };
}

/** Place of the last rate that holds on the day; -1 when all are later. */
function lastUpTo(rates: readonly DatedRate[], day: string): number {
  let [low, high] = [0, rates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rates[middle]!.valid_from <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The day whose rate an amount is converted by: that of the field's rate date, or the day the record was made. A
 * `created_at` that is not known yet is now.
 */
export function rateDay(
  field: CompiledField,
  state: { readonly [field: string]: JsonValue | undefined },
  { timeZone }: RateTable,
  now: Date,
): string {
  const chosen = field.rate_date === undefined ? null : (state[field.rate_date] ?? null);
  return dayOf(chosen ?? state['created_at'] ?? now.toISOString(), timeZone);
}

function dayOf(value: JsonValue, timeZone: string): string {
  const text = String(value);
  return text.length === 10 ? text : (dateAt(Date.parse(text), timeZone) ?? text.slice(0, 10));
}
