import { StrataError, type ReleaseInfo } from '@stratacrm/sdk';
import type { PreparedLayers } from '../../model/model.ts';
import { readLayers } from '../../model/store/layer-store.ts';
import { dropData } from './drop-data.ts';
import { readInstalled, removeInstalled, requireInstalled } from './installed-plugins.ts';
import type { PluginsContext } from './plugins-context.ts';
import { pruneDrafts } from './removal-drafts.ts';
import { removalOf, type DataChoices } from './removal.ts';
import { neededBy } from './removal-plan.ts';

/** What was decided about a removal. */
export interface RemovalDecision {
  data: DataChoices;
  /** The release the plan was made from. */
  release?: number | undefined;
}

/** Takes a plugin out with all that was built upon it: one release, after which nothing leads to it. */
export async function removePlugin(ctx: PluginsContext, id: string, decision: RemovalDecision): Promise<ReleaseInfo> {
  await requireInstalled(ctx.database, id);
  try {
    return await ctx.model.publishLayers(ctx.author, 'plugin_removed', () => prepare(ctx, id, decision));
  } catch (error) {
    throw error instanceof StrataError && error.code === 'publish_problems' ? inUse(id, error) : error;
  }
}

async function prepare(ctx: PluginsContext, id: string, { data, release }: RemovalDecision): Promise<PreparedLayers> {
  const { database, model, author } = ctx;
  if (release !== undefined && release !== model.catalog().release) throw new StrataError('plugin_plan_outdated');
  const plugin = await requireInstalled(database, id);
  const [needed] = neededBy(plugin, await readInstalled(database));
  if (needed !== undefined) throw needed;
  const state = await readLayers(database);
  const { change, gone } = removalOf(state, plugin.layer, data);
  return {
    change,
    message: `− ${plugin.manifest.label.en} ${plugin.version}`,
    onSwitch: [
      async (tx) => {
        await pruneDrafts(tx, { state, layer: plugin.layer, choices: data }, author.actor.userId);
        await removeInstalled(tx, id);
        await dropData(tx, { plugin: id, gone, choices: data, by: author.actor.userId });
      },
    ],
  };
}

function inUse(name: string, { issues }: StrataError): StrataError {
  const places = [...new Set(issues.map(({ path }) => path.split('/').slice(0, 2).join(' ')))];
  return new StrataError(
    'plugin_in_use',
    { name, count: places.length, places: places.slice(0, 3).join(', ') },
    issues,
  );
}
