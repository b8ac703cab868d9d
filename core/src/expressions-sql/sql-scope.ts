import type { Expression } from 'kysely';
import { slot, type SlotName } from './slot.ts';

/** Where an expression's names get their SQL. */
export interface SqlScope {
  /**
   * A field path of the record: a column (also over joins), or the SQL of a formula. A reference is a uuid, currency the
   * amount in the workspace currency, a multi-select a text[].
   */
  field(path: readonly string[]): Expression<unknown>;
  /** The same of the former state; absent where there is none. */
  old?(path: readonly string[]): Expression<unknown>;
  /**
   * Values of the request: now timestamptz, today date, time_zone text, user.id uuid, user.teams and user.managed_teams
   * uuid[], user.roles text[], the rest text.
   */
  slot(name: SlotName): Expression<unknown>;
}

/** The slots of the running request. */
export const requestSlots: SqlScope['slot'] = slot;
