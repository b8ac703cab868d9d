import { stepKind, type Label } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Catalog } from '../../model/catalog.ts';
import { isSettled, type WriteStage } from '../pipeline/write-batch.ts';
import { planned } from '../sql/catalog-memory.ts';

interface LockRow {
  record_id: string;
  label: Label;
  holders: string[];
}

/**
 * A record that waits for an approval may be locked meanwhile: only the run that asks for it, and whom that lets, write it.
 * Objects on which no workflow can lock anything pay nothing.
 */
export const guardLocks: WriteStage = {
  name: 'locks',
  async run(batch) {
    const { ctx, object } = batch;
    if (ctx.cause.kind === 'privacy' || !mayBeLocked(ctx.catalog, object.name)) return;
    const writes = batch.writes.filter(
      (write) => (write.action === 'update' || write.action === 'delete') && !isSettled(write),
    );
    if (writes.length === 0) return;
    const run = ctx.cause.kind === 'workflow' ? (ctx.cause.id ?? null) : null;
    const { rows } = await ctx.db.query<LockRow>(
      `select record_id, label, holders from core.record_lock
       where record_id = any($1::uuid[]) and run_id is distinct from $2 and not coalesce($3 = any(may), false)`,
      [writes.map((write) => write.id), run, ctx.actor.userId],
      'record_locks',
    );
    for (const { record_id: id, label, holders } of rows) {
      const people = holders.map((holder) => holderName(ctx, holder)).join(', ');
      const locked = writes.filter((write) => write.id === id);
      for (const { issues } of locked)
        issues.push({ path: '', code: 'record_locked', params: { title: { ...label }, people } });
    }
  },
};

/** People and teams are kept by name, roles as `role:name`. */
function holderName({ catalog, locale }: AccessContext, holder: string): string {
  const role = holder.startsWith('role:') ? holder.slice('role:'.length) : undefined;
  return role === undefined ? holder : (catalog.roles.get(role)?.label[locale] ?? role);
}

/**
 * Whether a step of some workflow could lock records of the object. Whether it does at present is not asked: a run keeps
 * the version it began with.
 */
export function mayBeLocked(catalog: Catalog, object: string): boolean {
  return planned(catalog, `may be locked|${object}`, () =>
    [...catalog.workflows.values()].some(({ trigger, steps }) =>
      steps.some(({ type, settings }) => {
        if (stepKind(type)?.locks !== true) return false;
        const { record = 'record' } = settings;
        return record !== 'record' || trigger.settings['object'] === object;
      }),
    ),
  );
}
