import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { actFor } from '../../access/act-for.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Engine } from '../engine.ts';
import type { RunRow } from '../run.ts';

/**
 * The context of a run's steps: the rights of the user who triggered it, as they are now, or those of the role the
 * workflow names, and never more. Throws `run_actor_gone`.
 */
export async function runContext(
  engine: Pick<Engine, 'committed'>,
  tx: Transaction,
  catalog: Catalog,
  run: RunRow,
  asRole: boolean,
): Promise<AccessContext> {
  const cause = { kind: 'workflow', id: run.id } as const;
  const locale = catalog.model.workspace.locale;
  const common = { committed: engine.committed, requestId: run.id };
  if (run.actor === null && asRole) {
    const actor = { ...SYSTEM_ACTOR, roles: run.roles ?? [] };
    const access = compileAccess(catalog, actor.roles);
    return { db: tx, catalog, cause, locale, now: new Date(), actor, access, ...common };
  }
  const ctx = await actFor(tx, catalog, { userId: run.actor, roles: asRole ? null : run.roles, locale }, cause);
  if (ctx === null) throw new StrataError('run_actor_gone');
  if (!asRole) return { ...ctx, ...common };
  const roles = run.roles ?? [];
  return { ...ctx, ...common, actor: { ...ctx.actor, roles }, access: compileAccess(catalog, roles) };
}
