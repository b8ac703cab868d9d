import type { FieldDocument } from '../../documents/field.ts';
import type { JsonValue } from '../../json.ts';
import { minorDigits } from '../currency/currency-code.ts';
import type { StorageKind } from '../field-type.ts';
import { ROLLUP_RESULTS } from './rollup.ts';

/** How records are put together into one value. */
export type RollupFunction = NonNullable<FieldDocument['function']>;

/** The field that is rolled up, as what it is kept. */
export interface RollupInput {
  /** Its field type; that of its values where it is a roll-up itself. */
  type: string;
  storage: StorageKind;
  scale?: number | undefined;
}

/** Where the type itself cannot be the answer, a rating say, its numbers are. */
const NUMBERS: Partial<Record<StorageKind, string>> = { bigint: 'integer', decimal: 'decimal' };
const MOMENTS: readonly StorageKind[] = ['date', 'time', 'timestamptz'];

/** The field type of the values that the function gives over such a field; null where it gives none. */
export function rollupResult(name: RollupFunction, input: RollupInput | undefined): string | null {
  if (name === 'count') return 'integer';
  if (input === undefined) return null;
  const { storage, type } = input;
  const result = ROLLUP_RESULTS.some((each) => each.name === type) ? type : (NUMBERS[storage] ?? null);
  if (MOMENTS.includes(storage)) return name === 'min' || name === 'max' ? result : null;
  if (result === null || !['bigint', 'decimal', 'money'].includes(storage)) return null;
  return name === 'avg' && result === 'integer' ? 'decimal' : result;
}

/** Digits of an average of whole numbers after the point. */
const AVERAGE_SCALE = 2;

/** Digits after the point that a roll-up shows; undefined where its values have none. */
export function rollupScale(own: number | undefined, result: string, input: RollupInput | undefined) {
  if (result === 'currency') return own ?? input?.scale;
  if (result !== 'decimal' && result !== 'percent') return undefined;
  return own ?? input?.scale ?? AVERAGE_SCALE;
}

/** What a roll-up gives over no records: none, nothing in sum; and no least, greatest or average. */
export function emptyRollup(field: FieldDocument, currency: string): JsonValue {
  if (field.function !== 'count' && field.function !== 'sum') return null;
  const zero = (scale: number): string => (scale === 0 ? '0' : `0.${'0'.repeat(scale)}`);
  if (field.result === 'currency') return { amount: zero(field.scale ?? minorDigits(currency)), currency };
  return field.result === 'decimal' || field.result === 'percent' ? zero(field.scale ?? AVERAGE_SCALE) : 0;
}
