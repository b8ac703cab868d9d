import type { AccessProfile } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';

/** Active people who have the same roles, and what those let them do before and after a change. */
export interface RoleSet {
  people: { id: string; name: string }[];
  before: AccessProfile;
  after: AccessProfile;
}

/** All active people by their roles: whoever has the same roles gains and loses by the same rules. */
export async function roleSets(db: Queryable, before: Catalog, after: Catalog): Promise<RoleSet[]> {
  const { rows } = await db.query<{ roles: string[]; portal: boolean; ids: string[]; names: string[] }>(
    `select roles, portal, array_agg(id::text order by name, id) as ids, array_agg(name order by name, id) as names from (
       select u.id, u.name, u.portal_record is not null as portal, array(select r.role from core.user_role r where r.user_id = u.id order by r.role) as roles
       from core."user" u where u.active and u.deleted_at is null
     ) as p group by roles, portal`,
  );
  const renamed = newNames(before, after);
  return rows.map(({ roles, portal, ids, names }) => ({
    people: ids.map((id, index) => ({ id, name: names[index]! })),
    before: compileAccess(before, roles, kindOf(portal)),
    after: compileAccess(
      after,
      roles.map((role) => renamed.get(role) ?? role),
      kindOf(portal),
    ),
  }));
}

/** Of people from outside only the kind matters here, not whose record they are. */
function kindOf(portal: boolean): { portal?: { record: string } } {
  return portal ? { portal: { record: '' } } : {};
}

/** Who has a role keeps it when it is called otherwise. */
function newNames(before: Catalog, after: Catalog): Map<string, string> {
  const names = new Map([...after.roles.values()].map((role) => [role.id, role.name]));
  return new Map(
    [...before.roles.values()].flatMap((role) => {
      const name = names.get(role.id);
      return name === undefined ? [] : [[role.name, name] as const];
    }),
  );
}
