import { handlerKey } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import { callPlugin } from './call-plugin.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { actingByItself } from './run-plugin-run.ts';
import { runningPlugin, type RunnablePlugin } from './running-plugin.ts';

/**
 * Runs what a plugin does with its data when it comes from a version before; within its grants, for nobody, and in one
 * transaction.
 */
export async function migratePlugin(
  runtime: PluginRuntime,
  ctx: AccessContext,
  tx: Transaction,
  installed: RunnablePlugin,
  version: string,
): Promise<void> {
  const plugin = runningPlugin(installed);
  const handler = handlerKey('migration', version);
  await callPlugin(runtime, plugin, actingByItself(ctx, plugin), {
    kind: 'migration',
    handler,
    input: { payload: null, attempt: 1 },
    mark: `${plugin.digest} ${version}`,
    within: tx,
  });
}
