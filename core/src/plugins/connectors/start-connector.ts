import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeAudit } from '../../access/audit/write-audit.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { cannot } from './change-connector.ts';
import { enqueuePull, enqueuePush } from './connector-link.ts';
import { insertRun, stopRun } from './connector-runs.ts';
import { beginGathering, keepCursor, readSetup } from './connector-setup.ts';
import { enqueueGather } from './gather.ts';
import { mappingOf } from './field-mapping.ts';
import { requireConnector, type FoundConnector } from './list-connectors.ts';
import { takeUpAgain } from './waiting-changes.ts';

/**
 * Reads now, with the rights of whoever asks for it; or has told what waits, also what was set aside. `all`: every record there is
 * is told once, as if it had changed.
 */
export async function startConnector(
  { database }: Pick<PluginRuntime, 'database'>,
  ctx: AccessContext,
  place: { plugin: string; name: string },
  { direction, all = false }: { direction: 'pull' | 'push'; all?: boolean | undefined },
): Promise<void> {
  const found = await requireConnector(ctx, place.plugin, place.name);
  const { plugin, declared } = found;
  const setup = await readSetup(ctx.db, place.plugin, place.name);
  if (!plugin.enabled) throw new StrataError('plugin_switched_off', { plugin: plugin.manifest.label });
  if (declared[direction] === undefined || (direction === 'push' && !setup.push)) throw cannot(found, direction);
  mappingOf(ctx.catalog, found, setup);
  const of = { plugin: place.plugin, connector: place.name };
  await database.transaction(async (tx) => {
    if (direction === 'push') {
      await takeUpAgain(tx, of);
      if (all) await tellAll(tx, ctx, found);
      await enqueuePush(tx, of.plugin, of.connector, { now: true, actor: ctx.actor.userId });
      return;
    }
    const id = await insertRun(tx, { ...of, direction, actor: ctx.actor.userId });
    if (id === null) throw busy(found);
    await enqueuePull(tx, { ...of, id });
  });
}

async function tellAll(tx: Transaction, ctx: AccessContext, { plugin, declared }: FoundConnector): Promise<void> {
  const of = { plugin: plugin.id, connector: declared.name };
  await beginGathering(tx, of);
  await enqueueGather(tx, of);
  await writeAudit(tx, ctx, {
    action: 'plugin_connector_changed',
    subject: { kind: 'plugin', id: plugin.id, name: plugin.manifest.label.en },
    detail: { connector: declared.name, told: 'all' },
  });
}

function busy({ declared }: FoundConnector): StrataError {
  return new StrataError('connector_busy', { connector: declared.label });
}

/** What is read next is read from the beginning. Throws `connector_busy`. */
export async function rewindConnector(
  { database }: Pick<PluginRuntime, 'database'>,
  ctx: AccessContext,
  place: { plugin: string; name: string },
): Promise<void> {
  const found = await requireConnector(ctx, place.plugin, place.name);
  if (found.declared.pull === undefined) throw cannot(found, 'pull');
  await database.transaction(async (tx) => {
    const { rows } = await tx.query(
      `select from core.connector_run
       where plugin = $1 and connector = $2 and direction = 'pull' and status in ('waiting', 'running') for update`,
      [place.plugin, place.name],
    );
    if (rows.length > 0) throw busy(found);
    await keepCursor(tx, place.plugin, place.name, null);
  });
}

/** Throws `connector_not_ended`. */
export async function stopConnector(
  ctx: AccessContext,
  place: { plugin: string; name: string },
  run: string,
): Promise<void> {
  await requireConnector(ctx, place.plugin, place.name);
  if (!(await stopRun(ctx.db, place.plugin, place.name, run))) throw new StrataError('connector_not_ended');
}
