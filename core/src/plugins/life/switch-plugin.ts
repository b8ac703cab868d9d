import { writeAudit } from '../../access/audit/write-audit.ts';
import { requireInstalled, tellPlugins } from './installed-plugins.ts';
import type { PluginsContext } from './plugins-context.ts';

/** Switches a plugin's code on or off. What it brought to the model stays, and so does its data. */
export async function switchPlugin({ database, author }: PluginsContext, id: string, enabled: boolean): Promise<void> {
  await database.transaction(async (tx) => {
    const { manifest } = await requireInstalled(tx, id);
    const changed = await tx.query(
      'update core.plugin set enabled = $2, disabled_for = null, changed_at = now() where id = $1 and enabled <> $2',
      [id, enabled],
    );
    if (changed.rowCount === 0) return;
    await tellPlugins(tx);
    const action = enabled ? 'plugin_enabled' : 'plugin_disabled';
    await writeAudit(tx, author, { action, subject: { kind: 'plugin', id, name: manifest.label.en } });
  });
}
