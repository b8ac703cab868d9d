import type { ExplainedValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';

/** What rules may ask of a person, with the names of himself and his teams. */
export async function personValues({ db, actor }: AccessContext): Promise<ExplainedValue[]> {
  const ids = [...new Set([...actor.teams, ...actor.managedTeams])];
  const { rows } = await db.query<{ id: string; name: string }>(
    'select id::text, name from core.team where id = any($1::uuid[])',
    [ids],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const teams = (of: readonly string[]) => ({
    value: [...of],
    text: of.map((id) => names.get(id) ?? id).join(', '),
  });
  return [
    { name: 'user.id', value: actor.userId, text: actor.name },
    { name: 'user.email', value: actor.email },
    { name: 'user.name', value: actor.name },
    { name: 'user.roles', value: [...actor.roles] },
    { name: 'user.teams', ...teams(actor.teams) },
    { name: 'user.managed_teams', ...teams(actor.managedTeams) },
    { name: 'user.record', value: actor.portal?.record ?? null },
  ];
}
