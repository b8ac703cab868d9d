import { formulaScale, storageOf, type CompiledField, type StorageKind } from '@stratacrm/sdk';
import { sql, type Expression, type RawBuilder } from 'kysely';
import type { Rollup } from '../../model/rollups/rollup.ts';

type Sql = RawBuilder<unknown>;

/** What a roll-up is made of: the value of its field for one child, and whether that child counts; null where each does. */
export interface RolledUp {
  value: Expression<unknown> | null;
  condition: Expression<unknown> | null;
}

const TYPES: Partial<Record<StorageKind, string>> = {
  bigint: 'bigint',
  decimal: 'numeric',
  money: 'numeric',
  date: 'date',
  time: 'time',
  timestamptz: 'timestamptz',
};

/**
 * The aggregate over the children that makes the value: amounts in the workspace currency, rounded as it is shown, so that
 * a filter finds what the reader sees.
 */
export function rollupValue({ field, function: name }: Rollup, of: RolledUp, currency: string): Sql {
  const only = of.condition === null ? sql`` : sql` filter (where ${of.condition})`;
  if (name === 'count' || of.value === null) return sql`count(*)${only}`;
  const made = sql`${sql.raw(name)}(${of.value})${only}`;
  const whole = name === 'sum' ? sql`coalesce(${made}, 0)` : made;
  const scale = scaleOf(field, currency);
  const rounded = scale === null ? whole : sql`round(${whole}, ${sql.lit(scale)})`;
  return sql`${rounded}::${sql.raw(TYPES[storageOf(field)] ?? 'numeric')}`;
}

/** Only averages have more digits than they may. */
function scaleOf(field: CompiledField, currency: string): number | null {
  if (storageOf(field) === 'bigint') return field.function === 'avg' ? 0 : null;
  return formulaScale({ ...field, result: field.result ?? 'integer' }, currency);
}
