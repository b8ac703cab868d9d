import { Decimal } from 'decimal.js';
import type { CompiledField } from '@stratacrm/sdk';
import { rateDay, type RateTable } from '../../model/exchange-rates/rate-table.ts';
import type { RecordState } from './record-changes.ts';
import type { Worth } from './storage-codec.ts';

/** Digits of a converted amount after the point; what a bank keeps of a rate is less. */
const CONVERTED_SCALE = 10;

/** What amounts of a field are worth in the workspace currency, by the rate of the record's own day. */
export function worthOf(rates: RateTable, field: CompiledField, state: RecordState, now: Date): Worth {
  return (amount, currency) => {
    if (currency === rates.currency) return amount;
    const rate = rates.on(currency, rateDay(field, state, rates, now));
    return rate === null ? null : new Decimal(amount).times(rate).toDecimalPlaces(CONVERTED_SCALE).toFixed();
  };
}
