import type { ExplainedRemedy, Explanation } from '@stratacrm/sdk';
import { compileAccess } from '../../access/compile-access.ts';
import type { Queryable } from '../../kernel/database.ts';
import { isAmong, neededFor, readingBy, type Inquiry, type Missing } from './inquiry.ts';

/** More roles than these are not tried on a record: the answer must not take longer the more roles there are. */
const MOST_ROLES = 40;
const MOST_PEOPLE = 5;

/**
 * What would allow it: a role that the person has not, for askers who know the roles; a share, where his roles open the
 * object; and whoever gives out roles.
 */
export async function remediesFor(
  inquiry: Inquiry,
  at: Missing['at'],
  owner: Explanation['owner'],
): Promise<ExplainedRemedy[]> {
  // Nobody from outside is told who does what here.
  if (inquiry.asker.actor.portal !== undefined) return [];
  const remedies: ExplainedRemedy[] = [];
  if (inquiry.asker.access.right('manage_users')) remedies.push(...(await rolesThatAllow(inquiry)));
  if (at === 'record' && canBeShared(inquiry)) remedies.push({ kind: 'share', by: owner === null ? [] : [owner] });
  remedies.push({ kind: 'administrator', by: await managersOfUsers(inquiry) });
  return remedies;
}

async function rolesThatAllow(inquiry: Inquiry): Promise<ExplainedRemedy[]> {
  const { asker, object, verb, field, id } = inquiry;
  const held = inquiry.about.actor.roles;
  const found: ExplainedRemedy[] = [];
  const others = [...asker.catalog.roles.values()].filter(
    (role) => role.archived !== true && !held.includes(role.name),
  );
  for (const role of others.slice(0, MOST_ROLES)) {
    const roles = [...held, role.name];
    const access = compileAccess(asker.catalog, roles);
    const permission = access.permission(object, verb);
    if (permission.kind === 'no') continue;
    if (field !== undefined && !neededFor(verb).includes(access.field(object, field))) continue;
    const about = {
      ...inquiry.about,
      actor: { ...inquiry.about.actor, roles },
      access: readingBy(access, permission, verb),
    };
    if (id !== undefined && !(await isAmong(about, object, id))) continue;
    found.push({ kind: 'role', role: role.name, label: role.label });
  }
  return found;
}

/** A share adds records, never an object or a verb. */
function canBeShared({ about, verb, object, asker }: Inquiry): boolean {
  const permission = about.access.permission(object, verb);
  return permission.kind === 'rows' && (verb === 'read' || verb === 'update') && !asker.catalog.object(object).managed;
}

async function managersOfUsers({ asker }: Inquiry): Promise<{ id: string; name: string }[]> {
  const roles = [...asker.catalog.roles.values()].filter((role) => role.rights?.includes('manage_users') ?? false);
  return peopleWith(
    asker.db,
    roles.map((role) => role.name),
  );
}

async function peopleWith(db: Queryable, roles: readonly string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `select u.id::text, u.name from core."user" u where u.active and u.deleted_at is null
       and exists (select from core.user_role r where r.user_id = u.id and r.role = any($1::text[]))
     order by u.created_at, u.id limit ${MOST_PEOPLE}`,
    [roles],
  );
  return rows;
}
