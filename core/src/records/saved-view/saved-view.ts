import { StrataError, isId, type SavedView, type ViewBody } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { checkView, type SavedViewInput } from './view-input.ts';

interface ViewRow {
  id: string;
  object: string;
  name: string;
  owner: string;
  shared_with: SavedView['shared_with'];
  body: Omit<ViewBody, 'object'>;
}

const COLUMNS = 'id, object, name, owner, shared_with, body';

/** The views of an object the actor saved, and, unless he is from outside, those shared with his teams or everybody; his own first. */
export async function listSavedViews(ctx: AccessContext, object?: string): Promise<SavedView[]> {
  const { rows } = await ctx.db.query<ViewRow>(
    `select ${COLUMNS} from core.saved_view
     where ($1::text is null or object = $1)
       and (owner = $2 or not $4 and (shared_with = 'everybody' or (shared_with = 'team' and teams && $3::uuid[])))
     order by (owner = $2) desc, lower(name), id`,
    [object ?? null, personOf(ctx), ctx.actor.teams, ctx.actor.portal !== undefined],
  );
  return rows.filter((row) => ctx.access.permission(row.object, 'read').kind !== 'no').map(toView);
}

/** Throws `invalid_input` with a path for everything wrong. */
export async function createSavedView(ctx: AccessContext, input: unknown): Promise<SavedView> {
  const view = checkView(ctx, input);
  const { rows } = await ctx.db.query<ViewRow>(
    `insert into core.saved_view (id, object, name, owner, shared_with, teams, body, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${COLUMNS}`,
    [
      v7(),
      view.object,
      view.name,
      personOf(ctx),
      view.shared_with,
      ctx.actor.teams,
      bodyOf(view),
      ctx.now.toISOString(),
    ],
  );
  return toView(rows[0]!);
}

/** Changes some properties of the actor's own view; null takes one away. Throws `not_found`. */
export async function updateSavedView(ctx: AccessContext, id: string, patch: unknown): Promise<SavedView> {
  const { id: _id, owner: _owner, ...current } = await ownView(ctx, id);
  const merged = Object.entries({ ...current, ...(patch as object) }).filter(([, value]) => value !== null);
  const view = checkView(ctx, Object.fromEntries(merged));
  const { rows } = await ctx.db.query<ViewRow>(
    `update core.saved_view set object = $3, name = $4, shared_with = $5, teams = $6, body = $7, updated_at = $8
     where id = $1 and owner = $2 returning ${COLUMNS}`,
    [id, personOf(ctx), view.object, view.name, view.shared_with, ctx.actor.teams, bodyOf(view), ctx.now.toISOString()],
  );
  return rows[0] === undefined ? notFound(id) : toView(rows[0]);
}

/** Throws `not_found` unless it is the actor's own. */
export async function deleteSavedView(ctx: AccessContext, id: string): Promise<void> {
  await ownView(ctx, id);
  await ctx.db.query('delete from core.saved_view where id = $1 and owner = $2', [id, personOf(ctx)]);
}

async function ownView(ctx: AccessContext, id: string): Promise<SavedView> {
  if (!isId(id)) return notFound(id);
  const { rows } = await ctx.db.query<ViewRow>(`select ${COLUMNS} from core.saved_view where id = $1 and owner = $2`, [
    id,
    personOf(ctx),
  ]);
  return rows[0] === undefined ? notFound(id) : toView(rows[0]);
}

function toView({ id, object, name, owner, shared_with, body }: ViewRow): SavedView {
  return { id, name, owner, shared_with, object, ...body };
}

/** What has no column of its own. */
function bodyOf({ name: _name, shared_with: _shared, object: _object, ...body }: SavedViewInput): string {
  return JSON.stringify(body);
}

function personOf({ actor }: AccessContext): string {
  if (actor.userId === null) throw new StrataError('unauthenticated');
  return actor.userId;
}

function notFound(id: string): never {
  throw new StrataError('not_found', { what: `view ${id.slice(0, 40)}` });
}
