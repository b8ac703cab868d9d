import { StrataError, type TeamInfo } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../kernel/database.ts';
import { administeredTeams, outsideOwnTeams, requireAdministered } from './administered.ts';
import { changedProperties } from './audit/changed-properties.ts';
import { writeAudit } from './audit/write-audit.ts';
import { changePeople, requireRight, type PeopleContext } from './people-context.ts';

export interface TeamInput {
  name?: string | undefined;
  parent?: string | null | undefined;
  manager?: string | null | undefined;
}

const COLUMNS = 'id, name, parent, manager';

/** All teams; everybody of the workspace sees them. Throws `portal_closed`. */
export async function listTeams(ctx: PeopleContext): Promise<TeamInfo[]> {
  if (ctx.actor.portal !== undefined) throw new StrataError('portal_closed');
  const { rows } = await ctx.db.query<TeamInfo>(
    `select ${COLUMNS} from core.team where deleted_at is null order by name, id`,
  );
  return rows;
}

export async function createTeam(ctx: PeopleContext, input: TeamInput & { name: string }): Promise<TeamInfo> {
  requireRight(ctx, 'manage_team_users');
  const id = uuidv7();
  return changePeople(ctx, async (tx) => {
    await requireFreeName(tx, input.name, null);
    await requireReferences(tx, input);
    await requireOwnPlace(tx, ctx, input.parent ?? null, input.manager);
    await tx.query(
      'insert into core.team (id, name, parent, manager, created_by, updated_by) values ($1, $2, $3, $4, $5, $5)',
      [id, input.name, input.parent ?? null, input.manager ?? null, ctx.actor.userId],
    );
    const team = await requireTeam(tx, id);
    const { name, parent, manager } = team;
    const subject = { kind: 'team', id, name };
    await writeAudit(tx, ctx, { action: 'team_created', subject, detail: { parent, manager } });
    return team;
  });
}

export async function updateTeam(ctx: PeopleContext, id: string, input: TeamInput): Promise<TeamInfo> {
  requireRight(ctx, 'manage_team_users');
  return changePeople(ctx, async (tx) => {
    const before = await requireTeam(tx, id);
    requireOwnTeam(ctx, before, placeChanged(before, input));
    if (input.name !== undefined) await requireFreeName(tx, input.name, id);
    await requireReferences(tx, input);
    if (input.parent) await requireNoCircle(tx, id, input.parent);
    const after = { ...before, ...defined(input) };
    if (placeChanged(before, input) !== undefined)
      await requireOwnPlace(tx, ctx, after.parent, after.manager === before.manager ? null : after.manager);
    await tx.query(
      `update core.team set name = $2, parent = $3, manager = $4, updated_at = now(), updated_by = $5, version = version + 1
       where id = $1`,
      [id, after.name, after.parent, after.manager, ctx.actor.userId],
    );
    const changed = changedProperties({ ...before }, { ...after });
    const subject = { kind: 'team', id, name: after.name };
    await writeAudit(tx, ctx, { action: 'team_changed', subject, detail: changed });
    return requireTeam(tx, id);
  });
}

/**
 * Takes a team away for good, when nothing needs it. `countRecords` counts the records that name it, which stand above
 * this folder. Throws `team_in_use`.
 */
export async function deleteTeam(
  ctx: PeopleContext,
  id: string,
  countRecords: (id: string) => Promise<number>,
): Promise<void> {
  requireRight(ctx, 'manage_team_users');
  await changePeople(ctx, async (tx) => {
    const team = await requireTeam(tx, id);
    requireOwnTeam(ctx, team, 'id');
    const { name, parent, manager } = team;
    const use = { ...(await usesOf(tx, id)), records: await countRecords(id) };
    if (use.people + use.teams + use.records > 0) throw new StrataError('team_in_use', { name, ...use });
    await tx.query('update core.team set deleted_at = now(), updated_at = now(), updated_by = $2 where id = $1', [
      id,
      ctx.actor.userId,
    ]);
    await tx.query('delete from core.record_share where subject = $1', [id]);
    const subject = { kind: 'team', id, name };
    await writeAudit(tx, ctx, { action: 'team_deleted', subject, detail: { parent, manager } });
  });
}

/** People who belong to it, also those who no longer sign in, and teams beneath it. */
async function usesOf(db: Queryable, id: string): Promise<{ people: number; teams: number }> {
  const { rows } = await db.query<{ people: number; teams: number }>(
    `select (select count(*)::int from core."user" u where deleted_at is null
             and (team = $1 or exists (select from core.user_team where user_id = u.id and team_id = $1))) as people,
            (select count(*)::int from core.team where parent = $1 and deleted_at is null) as teams`,
    [id],
  );
  return rows[0]!;
}

async function requireTeam(db: Queryable, id: string): Promise<TeamInfo> {
  const { rows } = await db.query<TeamInfo>(`select ${COLUMNS} from core.team where id = $1 and deleted_at is null`, [
    id,
  ]);
  if (rows[0] === undefined) throw new StrataError('not_found', { what: `/api/teams/${id}` });
  return rows[0];
}

/**
 * Somebody who manages only his own teams changes those. Where the uppermost of them stands, who manages it and whether it
 * is there is decided above him.
 */
function requireOwnTeam(ctx: PeopleContext, team: TeamInfo, place?: 'parent' | 'manager' | 'id'): void {
  const own = administeredTeams(ctx);
  if (own === null) return;
  if (!own.has(team.id)) throw outsideOwnTeams();
  const uppermost = team.parent === null || !own.has(team.parent);
  if (uppermost && place !== undefined) throw outsideOwnTeams(place === 'id' ? undefined : place);
}

/** What of a team's place is to become different. */
function placeChanged(before: TeamInfo, { parent, manager }: TeamInput): 'parent' | 'manager' | undefined {
  if (parent !== undefined && parent !== before.parent) return 'parent';
  return manager !== undefined && manager !== before.manager ? 'manager' : undefined;
}

/** The team comes to stand beneath one of his own, under a manager who is himself or whom he manages. */
async function requireOwnPlace(
  tx: Queryable,
  ctx: PeopleContext,
  parent: string | null,
  manager: string | null | undefined,
): Promise<void> {
  const own = administeredTeams(ctx);
  if (own === null) return;
  if (parent === null || !own.has(parent)) throw outsideOwnTeams('parent');
  if (manager && manager !== ctx.actor.userId) await requireAdministered(tx, ctx, manager, 'manager');
}

async function requireFreeName(db: Queryable, name: string, except: string | null): Promise<void> {
  const { rows } = await db.query(
    'select from core.team where lower(name) = lower($1) and deleted_at is null and id is distinct from $2',
    [name, except],
  );
  const params = { label: { en: 'name', zh: '名称' } };
  if (rows.length > 0) throw new StrataError('not_unique', params, [{ path: 'name', code: 'not_unique', params }]);
}

async function requireReferences(db: Queryable, input: TeamInput): Promise<void> {
  const places = [
    { path: 'parent', id: input.parent, table: 'core.team', label: { en: 'Parent team', zh: '上级团队' } },
    { path: 'manager', id: input.manager, table: 'core."user"', label: { en: 'Manager', zh: '负责人' } },
  ];
  for (const { path, id, table, label } of places) {
    if (!id) continue;
    const { rows } = await db.query(`select from ${table} where id = $1 and deleted_at is null`, [id]);
    if (rows.length === 0) throw StrataError.invalid([{ path, code: 'reference_not_found', params: { label } }]);
  }
}

async function requireNoCircle(db: Queryable, id: string, parent: string): Promise<void> {
  const { rows } = await db.query<{ circle: boolean }>(
    `with recursive above as (
       select id, parent from core.team where id = $2
       union select t.id, t.parent from core.team t join above a on t.id = a.parent
     ) select exists (select from above where id = $1) as circle`,
    [id, parent],
  );
  if (rows[0]?.circle) throw StrataError.invalid([{ path: 'parent', code: 'circular_team' }]);
}

function defined(input: TeamInput): Partial<TeamInfo> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
