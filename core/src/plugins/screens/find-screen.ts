import { didYouMean, StrataError, type CompiledScreen, type Label } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import type { RunningPlugin } from '../running/running-plugin.ts';

/** A screen and whose it is. */
export interface FoundScreen {
  screen: CompiledScreen;
  plugin: RunningPlugin;
}

/** Throws `unknown_screen`, also for one that is not for the reader, and `plugin_switched_off`. */
export async function findScreen(runtime: PluginRuntime, ctx: AccessContext, name: string): Promise<FoundScreen> {
  const { screens = {} } = ctx.catalog.model;
  const screen = Object.hasOwn(screens, name) ? screens[name]! : undefined;
  if (screen === undefined || !ctx.access.serves(screen.roles)) {
    const served = Object.values(screens).filter(({ roles }) => ctx.access.serves(roles));
    const suggestion = didYouMean(
      name,
      served.map((each) => each.name),
    );
    throw new StrataError('unknown_screen', { name, suggestion });
  }
  // A layer bears the prefix of its plugin: whose screen it is cannot be said otherwise by anybody.
  const plugin = [...runtime.plugins.current.byId.values()].find(({ manifest }) => manifest.prefix === screen.origin);
  if (plugin?.manifest.screens?.some((each) => each.name === name) === true) return { screen, plugin };
  throw new StrataError('plugin_switched_off', { plugin: await labelOf(runtime, screen) });
}

async function labelOf({ database }: PluginRuntime, { origin, label }: CompiledScreen): Promise<Label> {
  const { rows } = await database.query<{ label: Label }>(
    `select p.manifest->'label' as label from core.plugin join core.plugin_package as p using (digest) where layer = $1`,
    [origin],
  );
  return rows[0]?.label ?? label;
}
