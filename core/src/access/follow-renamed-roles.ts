import type { DocumentChange } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';

/** Part of the switch to a release: whoever had a role that is renamed in it has it under its new name. */
export async function followRenamedRoles(tx: Queryable, diff: readonly DocumentChange[]): Promise<void> {
  const renames = diff.filter((change) => change.kind === 'role' && change.action === 'rename').flatMap(newName);
  if (renames.length === 0) return;
  const values = [renames.map(({ from }) => from), renames.map(({ to }) => to)];
  // All at once, for two roles may take each other's name.
  await tx.query(
    `with renamed as (select * from unnest($1::text[], $2::text[]) as r (old_name, new_name)),
     gone as (delete from core.user_role u using renamed r where u.role = r.old_name returning u.user_id, r.new_name)
     insert into core.user_role (user_id, role) select user_id, new_name from gone on conflict do nothing`,
    values,
  );
  await tx.query(
    `update core.api_key k set roles = array(
       select coalesce(r.new_name, role) from unnest(k.roles) role
       left join unnest($1::text[], $2::text[]) as r (old_name, new_name) on r.old_name = role
     ) where k.roles && $1::text[]`,
    values,
  );
  await tx.query(`select pg_notify('strata_access', '')`);
}

function newName({ properties }: DocumentChange): { from: string; to: string }[] {
  return properties
    .filter(({ path }) => path === 'name')
    .map(({ from, to }) => ({ from: String(from), to: String(to) }));
}
