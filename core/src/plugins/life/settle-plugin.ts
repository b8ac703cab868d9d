import semver from 'semver';
import type { PeopleContext } from '../../access/people-context.ts';
import type { Database, Transaction } from '../../kernel/database.ts';
import type { JobHandlers } from '../../kernel/jobs.ts';
import { loadDemoData } from '../demo-data.ts';
import { findInstalled, tellPlugins, type InstalledPlugin } from './installed-plugins.ts';
import { SETTLE_JOB } from './install-plugin.ts';

/** What a plugin's records are brought in with. */
export interface Settling {
  database: Database;
  /** The context of the system, with the newest catalog. */
  systemContext(tx: Transaction): Promise<PeopleContext>;
  /** Runs `migration/{version}` of the plugin's code. */
  migrate(plugin: InstalledPlugin, version: string): Promise<void>;
}

/** After a plugin's release is live: its seeds at first, then the migrations that lie between; each done once. */
export function settleJobs(settling: Settling): JobHandlers {
  return {
    [SETTLE_JOB]: async (payload) => {
      const { id, demo } = payload as { id: string; demo?: boolean };
      await settlePlugin(settling, id, demo === true);
    },
  };
}

async function settlePlugin(settling: Settling, id: string, demo: boolean): Promise<void> {
  const plugin = await findInstalled(settling.database, id);
  // Taken out meanwhile.
  if (plugin === null) return;
  if (plugin.migrated === null) return settling.database.transaction((tx) => firstRecords(settling, tx, plugin, demo));
  for (const version of pending(plugin, plugin.migrated)) {
    await settling.migrate(plugin, version);
    await settling.database.transaction((tx) => noteSettled(tx, id, version));
  }
  await settling.database.transaction((tx) => noteSettled(tx, id, plugin.version));
}

/** All records and the note that they are there: both or neither, so a job that is run again makes none twice. */
async function firstRecords(
  settling: Settling,
  tx: Transaction,
  plugin: InstalledPlugin,
  demo: boolean,
): Promise<void> {
  const { seeds = [], demo: samples = { records: [] } } = plugin.manifest;
  const ctx = await settling.systemContext(tx);
  const { rows } = await tx.query<{ id: string }>(
    'select coalesce((select installed_by from core.plugin where id = $1), (select min(id::text)::uuid from core."user")) as id',
    [plugin.id],
  );
  const by = rows[0]?.id ?? '';
  // In one go, so that demonstration data may refer to the seeds.
  if (demo) await loadDemoData(ctx, { ...samples, records: [...seeds, ...samples.records] }, by);
  else await loadDemoData(ctx, { records: seeds }, by);
  await noteSettled(tx, plugin.id, plugin.version);
}

function pending({ manifest, version }: InstalledPlugin, from: string): string[] {
  return (manifest.migrations ?? [])
    .map((migration) => migration.version)
    .filter((each) => semver.gt(each, from) && semver.lte(each, version))
    .toSorted(semver.compare);
}

async function noteSettled(tx: Transaction, id: string, version: string): Promise<void> {
  await tx.query('update core.plugin set migrated = $2 where id = $1', [id, version]);
  await tellPlugins(tx);
}
