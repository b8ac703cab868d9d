import { sql, type RawBuilder } from 'kysely';
import type { ObjectPermission } from '../../access/access-profile.ts';
import type { SqlScope } from '../../expressions-sql/sql-scope.ts';

/** Records of an object in a statement, as shares ask for them. */
interface SharedPlace {
  /** Id of the object's document, as text. */
  objectId: string | RawBuilder<unknown>;
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
    ? sql`${id} = any(array(${sharedIds(place)}))`
    : sql`exists (select from core.record_share as s where ${live(place)} and s.record_id = ${id})`;
}

/** A SELECT of the ids of what is shared with the actor of an object. */
export function sharedIds(place: Pick<SharedPlace, 'objectId' | 'slot'>): RawBuilder<unknown> {
  return sql`select s.record_id from core.record_share as s where ${live(place)}`;
}

/** `read`, `edit`, or null: how the record is shared with the actor. */
export function shareLevel(permissions: readonly ObjectPermission[], place: SharedPlace): RawBuilder<unknown> {
  if (!permissions.some((each) => each.kind === 'rows' && each.shares !== 'none')) return sql`null`;
  const id = sql.id(place.alias, 'id');
  // Of the two words the stronger comes first.
  return sql`(select min(s.level) from core.record_share as s where ${live(place)} and s.record_id = ${id})`;
}

function live({ objectId, slot }: Pick<SharedPlace, 'objectId' | 'slot'>): RawBuilder<unknown> {
  const subjects = sql`(${slot('user.teams')}::uuid[] || ${slot('user.managed_teams')}::uuid[] || ${slot('user.id')}::uuid)`;
  const id = typeof objectId === 'string' ? sql.lit(objectId) : objectId;
  return sql`s.object_id = ${id}::uuid and s.subject = any(${subjects})
    and (s.expires_at is null or s.expires_at > now())`;
}
