import type { AccessContext } from '../src/access/access-profile.ts';
import type { WorkflowWorkspace } from './test-workflows.ts';

/** A person who also stands in the tables with his roles and teams, for steps that look there for people. */
export async function memberOf(
  workspace: WorkflowWorkspace,
  roles: string[],
  { teams = [], name }: { teams?: string[]; name?: string } = {},
): Promise<AccessContext> {
  const ctx = await workspace.person(roles, { teams, ...(name !== undefined && { name }) });
  const { userId } = ctx.actor;
  await workspace.database.query(
    `with roles as (insert into core.user_role select $1, unnest($2::text[]))
     insert into core.user_team select $1, unnest($3::uuid[])`,
    [userId, roles, teams],
  );
  return ctx;
}

/** Makes somebody the manager of a team, or a team beneath another. */
export async function changeTeam(
  workspace: WorkflowWorkspace,
  team: string,
  { manager = null, parent = null }: { manager?: string | null; parent?: string | null },
): Promise<void> {
  await workspace.database.query('update core.team set manager = $2, parent = $3 where id = $1', [
    team,
    manager,
    parent,
  ]);
}
