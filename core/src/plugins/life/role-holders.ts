import type { Document, PluginRoleHolders } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/**
 * Roles among these documents that somebody has, with how many people and API keys. Who has one that goes keeps its name, so
 * that rolling back gives it back: whoever brings a role of that name again is told of them too.
 */
export async function roleHolders(db: Queryable, documents: readonly Document[]): Promise<PluginRoleHolders[]> {
  const roles = documents.filter(({ kind }) => kind === 'role');
  if (roles.length === 0) return [];
  const { rows } = await db.query<{ role: string; people: number; keys: number }>(
    `select role,
       (select count(*)::int from core.user_role r join core."user" u on u.id = r.user_id
        where r.role = named.role and u.deleted_at is null) as people,
       (select count(*)::int from core.api_key k where named.role = any(k.roles)) as keys
     from unnest($1::text[]) as named (role)`,
    [roles.map(({ name }) => name)],
  );
  return rows.flatMap(({ role, people, keys }) => {
    const { label } = roles.find(({ name }) => name === role)!;
    return people + keys > 0 ? [{ role, label, people, keys }] : [];
  });
}
