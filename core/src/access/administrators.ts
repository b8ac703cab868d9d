import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import type { Catalog } from '../model/catalog.ts';
import { compileAccess } from './compile-access.ts';

/** Whether somebody with these roles can put everything right again. */
export function isAdministrator(catalog: Catalog, roles: readonly string[]): boolean {
  const access = compileAccess(catalog, roles);
  return access.right('configure') && access.right('manage_users');
}

/** To be called after a change, in its transaction: throws `last_administrator` if nobody is left who can sign in and administrate. */
export async function requireAnAdministrator(tx: Queryable, catalog: Catalog): Promise<void> {
  const { rows } = await tx.query<{ roles: string[] }>(
    `select array_agg(r.role) as roles
     from core."user" u join core.user_role r on r.user_id = u.id
     where u.active and u.deleted_at is null and exists (select from core.credential c where c.user_id = u.id)
     group by u.id`,
  );
  if (!rows.some((row) => isAdministrator(catalog, row.roles))) throw new StrataError('last_administrator');
}
