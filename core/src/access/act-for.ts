import type { Locale } from '@stratacrm/sdk';
import type { Cause } from '../kernel/context.ts';
import type { Queryable } from '../kernel/database.ts';
import type { Catalog } from '../model/catalog.ts';
import type { AccessContext } from './access-profile.ts';
import { compileAccess } from './compile-access.ts';
import { actorOf, PERSON_COLUMNS, type PersonRow } from './identity.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from './system-actor.ts';

/** Somebody for whom work is done later, with at most the roles he had when he asked for it. */
export interface LaterActor {
  /** null: the system. */
  userId: string | null;
  /** null: all that he has now. */
  roles: readonly string[] | null;
  locale: Locale;
}

/** The context of a person for work in the background, with the rights he has now; null when he is not (any longer) active. */
export async function actFor(
  db: Queryable,
  catalog: Catalog,
  who: LaterActor,
  cause: Cause,
): Promise<AccessContext | null> {
  const now = new Date();
  const common = { db, catalog, cause, locale: who.locale, now, requestId: cause.id ?? cause.kind };
  if (who.userId === null) return { ...common, actor: SYSTEM_ACTOR, access: SYSTEM_ACCESS };
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.id = $1 and u.active and u.deleted_at is null`,
    [who.userId],
  );
  if (rows[0] === undefined) return null;
  const person = actorOf(rows[0]);
  const roles = person.roles.filter((role) => who.roles === null || who.roles.includes(role));
  const actor = { ...person, roles };
  return { ...common, actor, access: compileAccess(catalog, actor.roles, actor) };
}
