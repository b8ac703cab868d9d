import { Decimal } from 'decimal.js';
import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { rateTable, type DatedRate } from './rate-table.ts';

/** Significant digits of a rate that was worked out from two others. */
const CROSS_DIGITS = 12;

/** All rates, by currency and day. */
export async function readRates(db: Queryable): Promise<DatedRate[]> {
  const { rows } = await db.query<DatedRate>(
    'select currency, valid_from::text, trim_scale(rate)::text as rate from core.exchange_rate order by currency, valid_from',
  );
  return rows;
}

/** Puts rates in, in the place of those of the same day; `rate` null takes one out. */
export async function putRates(
  db: Queryable,
  changes: readonly (Omit<DatedRate, 'rate'> & { rate: string | null })[],
): Promise<void> {
  await db.query(
    `with given as (select * from json_to_recordset($1) as g (currency text, valid_from date, rate numeric)),
          gone as (delete from core.exchange_rate e using given g
                   where g.rate is null and (e.currency, e.valid_from) = (g.currency, g.valid_from))
     insert into core.exchange_rate (currency, valid_from, rate)
     select currency, valid_from, rate from given where rate is not null
     on conflict (currency, valid_from) do update set rate = excluded.rate`,
    [JSON.stringify(changes)],
  );
}

/** All rates when another currency becomes that of the workspace. Throws `no_rate_for_currency` when it has none. */
export async function turnRates(db: Queryable, from: string, to: string): Promise<void> {
  const turned = crossRates(await readRates(db), from, to);
  await db.query('delete from core.exchange_rate');
  await putRates(db, turned);
}

/** Each rate anew on every day on which it or that of the new currency changes. */
export function crossRates(rates: readonly DatedRate[], from: string, to: string): DatedRate[] {
  const days = (code: string): string[] =>
    rates.filter(({ currency }) => currency === code).map((rate) => rate.valid_from);
  if (days(to).length === 0) throw new StrataError('no_rate_for_currency', { currency: to, base: from });
  const table = rateTable(from, 'UTC', rates);
  const rateOn = (code: string, day: string): Decimal => new Decimal(table.on(code, day)!);
  const codes = [...new Set([...rates.map(({ currency }) => currency), from])].filter((code) => code !== to);
  return codes.flatMap((code) =>
    [...new Set([...days(code), ...days(to)])].sort().map((day) => ({
      currency: code,
      valid_from: day,
      rate: rateOn(code, day).div(rateOn(to, day)).toSignificantDigits(CROSS_DIGITS).toFixed(),
    })),
  );
}
