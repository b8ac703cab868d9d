import { StrataError, type Issue } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import type { Catalog } from '../model/catalog.ts';

/** Whose record a portal user is. That whoever says so sees the record is checked by who calls. */
export interface PortalInput {
  /** Name of the object. */
  object: string;
  record: string;
}

/** Makes the user one from outside, with this record as his own; null makes him one of the workspace's people. */
export async function setPortal(
  db: Queryable,
  catalog: Catalog,
  userId: string,
  portal: PortalInput | null,
): Promise<void> {
  const object = portal === null ? null : catalog.object(portal.object);
  if (object?.managed === true)
    throw StrataError.invalid([{ path: 'portal.object', code: 'not_an_option', params: { value: object.name } }]);
  await db.query('update core."user" set portal_object = $2, portal_record = $3 where id = $1', [
    userId,
    object?.id ?? null,
    portal?.record ?? null,
  ]);
}

/** Throws `portal_roles_only` when somebody from outside would have a role that is not made for such people. */
export function requirePortalRoles(catalog: Catalog, roles: readonly string[]): void {
  const issues = roles.flatMap((name, index): Issue[] => {
    const role = catalog.roles.get(name);
    const params = { role: role?.label ?? name };
    return role === undefined || role.portal === true
      ? []
      : [{ path: `roles.${index}`, code: 'portal_roles_only', params }];
  });
  if (issues.length > 0) throw new StrataError('portal_roles_only', issues[0]!.params, issues);
}
