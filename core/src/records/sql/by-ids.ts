import { sql, type RawBuilder } from 'kysely';
import { given, type GivenValues } from './statement.ts';

/** Which records a statement is about. */
export interface ByIds {
  /** Part of the key of its plan. */
  readonly key: 'one' | 'many';
  readonly condition: RawBuilder<unknown>;
  readonly values: GivenValues;
}

/**
 * One record is asked for as one. PostgreSQL takes any list for ten records until it sees it, finds that fewer are cheaper,
 * and so plans the statement anew each time: that took longer than to read the record, under a row rule twice as long.
 */
export function byIds(id: RawBuilder<unknown>, ids: readonly string[]): ByIds {
  const [first] = ids;
  return ids.length === 1
    ? { key: 'one', condition: sql`${id} = ${given('id')}::uuid`, values: { id: first } }
    : { key: 'many', condition: sql`${id} = any(${given('ids')}::uuid[])`, values: { ids } };
}
