import { writeAudit } from '../../access/audit/write-audit.ts';
import { SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import { findInstalled, tellPlugins } from './installed-plugins.ts';

/** Switches a plugin off that keeps failing; why stands on its page, in the audit and in the log. */
export async function tripPlugin(
  { database, log }: { database: Database; log: Log },
  id: string,
  why: { code: string; params: Record<string, unknown> },
): Promise<void> {
  await database.transaction(async (tx) => {
    const found = await findInstalled(tx, id);
    const { rowCount } = await tx.query(
      `update core.plugin set enabled = false, disabled_for = $2::jsonb, changed_at = now() where id = $1 and enabled`,
      [id, JSON.stringify(why)],
    );
    // Another process was quicker.
    if (rowCount === 0) return;
    await tellPlugins(tx);
    await writeAudit(
      tx,
      { actor: SYSTEM_ACTOR },
      { action: 'plugin_disabled', subject: { kind: 'plugin', id, name: found?.manifest.label.en ?? id } },
    );
    log.warn('A plugin that keeps failing was switched off', { plugin: id, code: why.code });
  });
}
