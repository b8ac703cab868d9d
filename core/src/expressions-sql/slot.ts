import { sql, type RawBuilder } from 'kysely';

/** A place among the parameters of a compiled statement whose value is known only when it is run. */
export class Slot {
  readonly name: SlotName;

  constructor(name: SlotName) {
    this.name = name;
  }
}

export type SlotName =
  | 'now'
  | 'today'
  | 'time_zone'
  | 'user.id'
  | 'user.email'
  | 'user.name'
  | 'user.roles'
  | 'user.teams'
  | 'user.managed_teams'
  | 'user.record';

/** The parameter itself. Its type is fixed where it is used. */
export function slot(name: SlotName): RawBuilder<unknown> {
  return sql`${new Slot(name)}`;
}
