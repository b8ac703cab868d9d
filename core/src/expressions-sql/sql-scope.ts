import type { Expression, RawBuilder } from 'kysely';
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
   * Values of the request: now timestamptz, today date, time_zone text, user.id and user.record uuid, user.teams and user.managed_teams
   * uuid[], user.roles text[], the rest text.
   */
  slot(name: SlotName): Expression<unknown>;
  /** Lists of records and hierarchies; absent where an expression cannot ask for any. */
  readonly records?: SqlRecords;
  /** The people or teams that a field refers to; undefined where it refers to anything else. */
  directory?(reference: string): SqlDirectory | undefined;
}

/**
 * People or teams to whom a field of the record refers. They are few beside the records, so that those who meet a condition
 * are found once for a statement and not looked up for every record.
 */
export interface SqlDirectory {
  /** One of them. */
  readonly scope: SqlScope;
  readonly id: Expression<unknown>;
  /** Whether that one is there to be seen: as if the reference were empty where not. */
  readonly seen: Expression<unknown>;
  /** Whether the field refers to one of those who meet it; ask for it last, when every path has been resolved. */
  refersTo(condition: Expression<unknown>): RawBuilder<unknown>;
  /** A SELECT of the ids of those who meet it. */
  ids(condition: Expression<unknown>): RawBuilder<unknown>;
}

/** Records beyond the one in question: the living, and of these only those that may be seen. */
export interface SqlRecords {
  /** Those of an object whose field `via` names the record with this id. */
  related(object: string, via: string, id: Expression<unknown>): SqlItems;
  /** Those of an object whose ids are in an array. */
  several(object: string, ids: Expression<unknown>): SqlItems;
  /** A SELECT of ids: the record and all that lie beneath it by the reference `via`. */
  below(object: string, via: string, top: Expression<unknown>): Expression<unknown>;
  /** A SELECT of ids: the record and all that lie above it. */
  lineage(object: string, via: string, item: Expression<unknown>): Expression<unknown>;
}

/** The records of a list, one after the other. */
export interface SqlItems {
  /** One of them. */
  readonly scope: SqlScope;
  readonly id: Expression<unknown>;
  /** `from … where …`, with these conditions besides; ask for it last, when every path of the items has been resolved. */
  fromWhere(conditions: readonly Expression<unknown>[]): Expression<unknown>;
}

/** The slots of the running request. */
export const requestSlots: SqlScope['slot'] = slot;
