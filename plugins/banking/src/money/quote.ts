import type { Handler, JsonObject, JsonValue } from '@stratacrm/sdk';
import { everyRecord, isObject, textOf } from '../host-records.ts';
import { Curves, type CurvePoint } from './curve.ts';
import { divided, exact, written, type Exact } from './exact.ts';

const HUNDRED = 100_000_000n;
const MILLION = 1_000_000n;

/** What is asked for. */
export interface QuoteTerms {
  side: 'asset' | 'liability';
  amount: Exact;
  /** Per cent a year. */
  rate: Exact;
  transfer: Exact;
  pd: Exact;
  lgd: Exact;
  monthlyCost: Exact;
  basis: bigint;
}

/** A year of a product at these terms, and the rate at which nothing is left. */
export interface QuoteResult {
  margin: Exact;
  expected_loss: Exact;
  costs: Exact;
  contribution: Exact;
  break_even: Exact;
}

/** The same formula as for holdings, over 365 days of an amount that stays as it is. */
export function quoteFor({ side, amount, rate, transfer, pd, lgd, monthlyCost, basis }: QuoteTerms): QuoteResult {
  const sign = side === 'asset' ? 1n : -1n;
  const margin = divided(sign * (rate - transfer) * amount * 365n, HUNDRED * basis);
  const loss = side === 'asset' ? divided(pd * lgd * amount, HUNDRED * HUNDRED) : 0n;
  const costs = monthlyCost * 12n;
  const needed = amount === 0n ? 0n : divided((loss + costs) * HUNDRED * basis, amount * 365n);
  return {
    margin,
    expected_loss: loss,
    costs,
    contribution: margin - loss - costs,
    break_even: transfer + sign * needed,
  };
}

const NO_PRODUCT = { en: 'Choose a loan or a deposit.', zh: '请选择贷款或存款产品。' };
const NO_CURVE = { en: 'There is no transfer curve for this currency.', zh: '该币种没有 FTP 曲线。' };

/** `{ product, amount, rate, currency?, tenor_months? }`: what a year of it would bring, by today's curve. */
export const quote: Handler<JsonValue, JsonValue> = async (input, host) => {
  const given: JsonObject = isObject(input) ? input : {};
  const product = await host.records.get('bank__product', textOf(given['product']));
  const side = product?.['side'];
  if (product === null || (side !== 'asset' && side !== 'liability')) return host.refuse(NO_PRODUCT);
  const currency = textOf(given['currency']) || 'CNY';
  const tenor = Number(given['tenor_months'] ?? product['tenor_months'] ?? 12);
  const points = await everyRecord(host, 'bank__ftp_rate', {
    fields: ['currency', 'valid_on', 'tenor_months', 'rate'],
    filter: `currency == "${currency.replaceAll(/\W/g, '')}"`,
    sort: '-valid_on',
  });
  const transfer = new Curves(points as unknown as CurvePoint[]).at(currency, host.today(), tenor);
  if (transfer === null) return host.refuse(NO_CURVE);
  const result = quoteFor({
    side,
    amount: exact(given['amount']),
    rate: exact(given['rate']),
    transfer: exact(transfer.rate),
    pd: exact(product['pd']),
    lgd: exact(product['lgd']),
    monthlyCost: exact(product['monthly_cost']),
    basis: BigInt(textOf(product['basis']) || '360'),
  });
  const cents = (value: Exact): string => written(divided(value, MILLION / 100n) * (MILLION / 100n));
  return {
    ftp_rate: transfer.rate,
    ftp_tenor: transfer.tenor,
    ftp_day: transfer.day,
    margin: cents(result.margin),
    expected_loss: cents(result.expected_loss),
    costs: cents(result.costs),
    contribution: cents(result.contribution),
    break_even: written(divided(result.break_even, 100n) * 100n),
  };
};
