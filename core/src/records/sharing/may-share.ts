import { isId, StrataError, type ShareLevel } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { sightOn } from '../query/readable-object.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { rowPermission } from '../sql/row-permission.ts';
import { compileStatement, given, runStatement, type Statement } from '../sql/statement.ts';

interface Held {
  owner: string | null;
  read: boolean;
  update: boolean;
  share: boolean;
}

/**
 * The most the actor may hand out of a living record that he sees; null: nothing. Its owner may share it, and whoever has
 * a role that allows it, both at most what their roles let them do: what one holds through a share cannot be passed on.
 * Throws `record_not_found`.
 */
export async function mayShare(ctx: AccessContext, object: string, id: string): Promise<ShareLevel | null> {
  const plan = heldPlan(ctx, object);
  if (!isId(id)) throw new StrataError('record_not_found');
  const { rows } = await runStatement<Held>(ctx, plan, { id });
  const held = rows[0];
  if (held === undefined) throw new StrataError('record_not_found');
  if (ctx.actor.portal !== undefined) return null;
  const isOwner = held.owner !== null && held.owner === ctx.actor.userId;
  if (!held.read || !(isOwner || held.share)) return null;
  return held.update ? 'edit' : 'read';
}

function heldPlan(ctx: AccessContext, objectName: string): Statement {
  const { object, sight } = sightOn(ctx, objectName);
  // Users and teams are managed elsewhere, and everybody sees them.
  if (object.managed) throw new StrataError('share_not_yours');
  return planned(ctx.catalog, `held|${sight.key}|${objectName}`, () => {
    const source = new RecordSource(sight, objectName, 'all').only('living').where(sql`t.id = ${given('id')}::uuid`);
    const held = (['read', 'update', 'share'] as const).map(
      (verb) => sql`${rowPermission(ctx.access.permission(objectName, verb), source.unguarded)} as ${sql.id(verb)}`,
    );
    const query = sql`select t.owner, ${sql.join(held)} ${source.fromWhere()}`;
    return compileStatement(query, memoryOf(ctx.catalog).names);
  });
}
