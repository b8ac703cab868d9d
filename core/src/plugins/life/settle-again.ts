import { requireInstalled } from './installed-plugins.ts';
import type { PluginsContext } from './plugins-context.ts';
import { enqueueSettling } from './settle-job.ts';

/** Does once more what could not be done with a plugin's records, or brings in its demonstration data now. */
export async function settleAgain({ database }: PluginsContext, id: string, demo: boolean): Promise<void> {
  await database.transaction(async (tx) => {
    const { trouble } = await requireInstalled(tx, id);
    await tx.query('update core.plugin set trouble = null, changed_at = now() where id = $1', [id]);
    await enqueueSettling(tx, { id, demo: demo || trouble?.what === 'demo' });
  });
}
