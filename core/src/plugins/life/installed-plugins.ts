import { StrataError, type Capability, type JsonObject, type PluginManifest } from '@stratacrm/sdk';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import type { SwitchHook } from '../../model/model.ts';
import semver from 'semver';
import type { PackageSignature } from '../package/signature.ts';
import { bringBackConnectors, forgetConnectors } from '../connectors/connector-setup.ts';
import { enqueueSettling } from './settle-job.ts';
import type { Trouble } from './trouble.ts';

/** A plugin of the workspace with all that is needed to run it. */
export interface InstalledPlugin {
  id: string;
  layer: string;
  version: string;
  digest: string;
  /** Its name on the registry. */
  package: string;
  manifest: PluginManifest;
  /** A classic script; empty where it has no code. */
  bundle: string;
  enabled: boolean;
  /** Why it was switched off by itself. */
  disabled_for: { code: string; params: JsonObject } | null;
  granted: Capability[];
  settings: JsonObject;
  /** Base64 of what is sealed, by name; opened for `plugin {id} {name}`. */
  secrets: Record<string, string>;
  signature: PackageSignature | null;
  /** The version whose seeds and migrations are done; null: none yet. */
  migrated: string | null;
  /** Its demonstration data is there. */
  demo: boolean;
  /** What could not be done with its records. */
  trouble: Trouble | null;
  /** Bytes of its package. */
  size: number;
  installed_at: string;
}

/** Processes are told here that plugins changed without a release: switched on or off, other settings. */
export const PLUGINS_CHANNEL = 'strata_plugins';

const SELECT = `
  select i.id, i.layer, i.version, i.digest, p.package, p.manifest, p.bundle, i.enabled, i.disabled_for, i.granted,
    i.settings, i.secrets, p.facts->'signature' as signature,
    (p.facts->>'size')::int as size, i.migrated, i.demo, i.trouble,
    to_char(i.installed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as installed_at
  from core.plugin as i join core.plugin_package as p using (digest)`;

/** In the order of their ids. */
export async function readInstalled(db: Queryable): Promise<InstalledPlugin[]> {
  return (await db.query<InstalledPlugin>(`${SELECT} order by i.id`)).rows;
}

export async function findInstalled(db: Queryable, id: string): Promise<InstalledPlugin | null> {
  const { rows } = await db.query<InstalledPlugin>(`${SELECT} where i.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Throws `plugin_not_installed`. */
export async function requireInstalled(db: Queryable, id: string): Promise<InstalledPlugin> {
  const found = await findInstalled(db, id);
  if (found === null) throw new StrataError('plugin_not_installed', { name: id });
  return found;
}

/** Tells every process, when the transaction commits. */
export async function tellPlugins(tx: Queryable): Promise<void> {
  await tx.query(`select pg_notify('${PLUGINS_CHANNEL}', '')`);
}

/** What becomes of a plugin in the transaction that makes its layer live. */
export interface Installed {
  id: string;
  layer: string;
  version: string;
  digest: string;
  granted: readonly Capability[];
}

export async function putInstalled(tx: Transaction, plugin: Installed, by: string | null): Promise<void> {
  await tx.query(
    `insert into core.plugin (id, layer, digest, version, granted, installed_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update
     set digest = excluded.digest, version = excluded.version, granted = excluded.granted, trouble = null,
         changed_at = now()`,
    [plugin.id, plugin.layer, plugin.digest, plugin.version, JSON.stringify(plugin.granted), by],
  );
  await tellPlugins(tx);
}

/** What a plugin of this id once kept for itself is not for another publisher's, whatever that calls itself. */
export async function forgetForOthers(tx: Transaction, id: string, key: string | null): Promise<void> {
  await tx.query(
    `delete from core.plugin_value where plugin = $1 and exists (
       select from core.plugin_removed as k join core.plugin_package as o on o.digest = k.digest
       where k.id = $1 and o.facts->'signature'->>'key' is distinct from $2)`,
    [id, key],
  );
}

/** What was set is kept for a roll-back. */
export async function removeInstalled(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `insert into core.plugin_removed (id, digest, enabled, settings, secrets, demo, installed_at, installed_by)
     select id, digest, enabled, settings, secrets, demo, installed_at, installed_by from core.plugin where id = $1
     on conflict (id) do update set digest = excluded.digest, enabled = excluded.enabled, settings = excluded.settings,
       secrets = excluded.secrets, demo = excluded.demo, installed_at = excluded.installed_at,
       installed_by = excluded.installed_by, removed_at = now()`,
    [id],
  );
  await forgetConnectors(tx, id);
  await tx.query('delete from core.plugin where id = $1', [id]);
  await tellPlugins(tx);
}

/**
 * Part of every switch: a roll-back brings back the plugins of the release it goes back to, and each release remembers
 * what was installed under it.
 */
export const keepPluginsOfRelease: SwitchHook = async (tx, _diff, { release, rolledBackTo }) => {
  if (rolledBackTo !== undefined) await restorePlugins(tx, rolledBackTo);
  await tx.query(
    `insert into core.release_plugin (release, id, layer, digest, granted)
     select $1, id, layer, digest, granted from core.plugin`,
    [release],
  );
};

async function restorePlugins(tx: Transaction, release: number): Promise<void> {
  const { rows: gone } = await tx.query<{ id: string }>(
    'select id from core.plugin where id not in (select id from core.release_plugin where release = $1)',
    [release],
  );
  for (const { id } of gone) await removeInstalled(tx, id);
  const { rows: wanted } = await tx.query<{ id: string; version: string; migrated: string | null }>(
    `select r.id, p.version, i.migrated from core.release_plugin as r join core.plugin_package as p using (digest)
     left join core.plugin as i on i.id = r.id where r.release = $1`,
    [release],
  );
  await tx.query(RESTORE, [release]);
  await bringBackConnectors(tx);
  for (const { id, version, migrated } of wanted) await settleRestored(tx, id, version, migrated);
  await tellPlugins(tx);
}

/** One that was taken out comes with what was set of it, if it is of the same publisher. */
const RESTORE = `
  insert into core.plugin (id, layer, digest, version, granted, migrated, enabled, settings, secrets, demo, installed_at, installed_by)
  select r.id, r.layer, r.digest, p.version, r.granted, p.version, coalesce(k.enabled, true), coalesce(k.settings, '{}'),
    coalesce(k.secrets, '{}'), coalesce(k.demo, false), coalesce(k.installed_at, now()), k.installed_by
  from core.release_plugin as r join core.plugin_package as p using (digest)
  left join (
    select k.*, o.facts->'signature'->>'key' as key from core.plugin_removed as k
    join core.plugin_package as o on o.digest = k.digest
  ) as k on k.id = r.id and k.key is not distinct from p.facts->'signature'->>'key'
  where r.release = $1
  on conflict (id) do update
  set digest = excluded.digest, version = excluded.version, granted = excluded.granted, trouble = null, changed_at = now()`;

/** Back: the data is as the older version finds it. Forward again: what was written meanwhile is carried over. */
async function settleRestored(tx: Transaction, id: string, version: string, migrated: string | null): Promise<void> {
  if (migrated === null || migrated === version) return;
  if (semver.gt(version, migrated)) await enqueueSettling(tx, { id });
  else await tx.query('update core.plugin set migrated = $2 where id = $1', [id, version]);
}
