import { sql, type RawBuilder } from 'kysely';
import type { ObjectPermission } from '../../access/access-profile.ts';
import type { SqlScope } from '../../expressions-sql/sql-scope.ts';

/** A record in a statement, as shares ask for it. */
interface SharedPlace {
  /** Id of the object's document. */
  objectId: string;
  alias: string;
  /** Which of its columns is the record's id, if not `id`. */
  column?: string;
  slot: SqlScope['slot'];
}

/**
 * Whether the record is shared with the actor; null where nothing is. Expiry is the database's clock and
 * not the request's, which stands in the past where somebody asks about it.
 */
export function sharedRow(permission: ObjectPermission, place: SharedPlace): RawBuilder<unknown> | null {
  if (permission.kind !== 'rows' || permission.shares === 'none') return null;
  const id = sql.id(place.alias, place.column ?? 'id');
  // An array that is made once serves as a condition of the primary key's index beside that of the row rule; comparing
  // each record with it would be slow for many, of which each is looked up instead.
  return permission.shares === 'few'
    ? sql`${id} = any(array(select s.record_id from core.record_share as s where ${live(place)}))`
    : sql`exists (select from core.record_share as s where ${live(place)} and s.record_id = ${id})`;
}

/** `read`, `edit`, or null: how the record is shared with the actor. */
export function shareLevel(permissions: readonly ObjectPermission[], place: SharedPlace): RawBuilder<unknown> {
  if (!permissions.some((each) => each.kind === 'rows' && each.shares !== 'none')) return sql`null`;
  const id = sql.id(place.alias, 'id');
  // Of the two words the stronger comes first.
  return sql`(select min(s.level) from core.record_share as s where ${live(place)} and s.record_id = ${id})`;
}

function live({ objectId, slot }: SharedPlace): RawBuilder<unknown> {
  const subjects = sql`(${slot('user.teams')}::uuid[] || ${slot('user.managed_teams')}::uuid[] || ${slot('user.id')}::uuid)`;
  return sql`s.object_id = ${sql.lit(objectId)}::uuid and s.subject = any(${subjects})
    and (s.expires_at is null or s.expires_at > now())`;
}
