import { sql, type RawBuilder } from 'kysely';
import { PERSON_COLUMNS } from '../../access/identity.ts';
import { requestSlots, type SqlScope } from '../../expressions-sql/sql-scope.ts';

/** The alias under which a statement has the person whose access it asks about. */
const PERSON = 'p';

/** Values of the person of each row, in the place of the one who asks: one statement then answers for all people at once. */
export const personSlots: SqlScope['slot'] = (name) => {
  const at = (column: string): RawBuilder<unknown> => sql`${sql.id(PERSON, column)}`;
  switch (name) {
    case 'now':
      return requestSlots('now');
    case 'today':
      return sql`((${requestSlots('now')}::timestamptz at time zone ${at('time_zone')})::date)`;
    case 'time_zone':
      return at('time_zone');
    case 'user.id':
      return at('id');
    case 'user.email':
      return at('email');
    case 'user.name':
      return at('name');
    case 'user.roles':
      return sql`${at('roles')}::text[]`;
    case 'user.teams':
      return sql`${at('teams')}::uuid[]`;
    case 'user.managed_teams':
      return sql`${at('managed_teams')}::uuid[]`;
    case 'user.record':
      return sql`${at('portal_record')}::uuid`;
  }
};

/** Active people as rows `p`, with all that rules may ask of them. */
export function peopleWhere(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select ${sql.raw(PERSON_COLUMNS)} from core."user" u
    where u.active and u.deleted_at is null and ${condition}) as ${sql.id(PERSON)}`;
}
