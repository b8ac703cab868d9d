import semver from 'semver';
import { StrataError } from '@stratacrm/sdk';
import type { PeopleContext } from '../../access/people-context.ts';
import type { Database, Transaction } from '../../kernel/database.ts';
import type { JobHandlers, JobRun } from '../../kernel/jobs.ts';
import type { Model } from '../../model/model.ts';
import { loadDemoData } from '../demo-data.ts';
import { goBack } from './go-back.ts';
import { findInstalled, tellPlugins, type InstalledPlugin } from './installed-plugins.ts';
import { madeBefore, noteMade } from './made-records.ts';
import { SETTLE_JOB, type SettleWish } from './settle-job.ts';
import { noteTrouble } from './trouble.ts';

/** What a plugin's records are brought in with. */
export interface Settling {
  database: Database;
  model: Model;
  /** The context of the system, with the newest catalog. */
  systemContext(tx: Transaction): Promise<PeopleContext>;
  /** Runs `migration/{version}` of the plugin's code; what it changes is part of the transaction. */
  migrate(tx: Transaction, plugin: InstalledPlugin, version: string): Promise<void>;
}

/** After a plugin's release is live: its seeds at first, then the migrations that lie between; each done once. */
export function settleJobs(settling: Settling): JobHandlers {
  return {
    [SETTLE_JOB]: (payload, job) => settlePlugin(settling, payload as unknown as SettleWish, job),
  };
}

async function settlePlugin(settling: Settling, wish: SettleWish, job: JobRun): Promise<void> {
  const { database } = settling;
  const plugin = await findInstalled(database, wish.id);
  // Taken out meanwhile.
  if (plugin === null) return;
  const failed =
    plugin.migrated === null
      ? await triedTo(job, () => database.transaction((tx) => firstRecords(settling, tx, plugin)))
      : await triedTo(job, () => database.transaction((tx) => carryOver(settling, tx, plugin)));
  if (failed !== null) {
    if (plugin.migrated === null) await noteTrouble(database, plugin, 'seeds', failed);
    else await goBack(settling, plugin, failed, wish.upgrade);
    return;
  }
  if (wish.demo !== true || plugin.demo) return;
  const refused = await triedTo(job, () => database.transaction((tx) => demoRecords(settling, tx, plugin)));
  if (refused !== null) await noteTrouble(database, plugin, 'demo', refused);
}

/** Failures that may be over at the next try. */
const PASSING: ReadonlySet<string> = new Set([
  'plugin_busy',
  'plugin_restarted',
  'plugin_quota_spent',
  'plugin_switched_off',
  'sandbox_unavailable',
  'outbound_unreachable',
  'outbound_silent',
]);

/** null: it is done. What may go well the next time is left to the job list, as long as that tries again. */
async function triedTo(job: JobRun, work: () => Promise<void>): Promise<StrataError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const told = error instanceof StrataError ? error : new StrataError('internal');
    if (!job.last && (told !== error || PASSING.has(told.code))) throw error;
    return told;
  }
}

/** All records and the note that they are there: both or neither, so a job that is run again makes none twice. */
async function firstRecords(settling: Settling, tx: Transaction, plugin: InstalledPlugin): Promise<void> {
  const ctx = await settling.systemContext(tx);
  const known = await madeBefore(ctx, plugin.id);
  const { seeds = [] } = plugin.manifest;
  const made = await loadDemoData(ctx, { records: seeds }, await installerOf(tx, plugin), known);
  await noteMade(tx, plugin.id, made);
  await noteSettled(tx, plugin.id, plugin.version);
}

/** The seeds stand before it, so that it may refer to them. */
async function demoRecords(settling: Settling, tx: Transaction, plugin: InstalledPlugin): Promise<void> {
  const { seeds = [], demo } = plugin.manifest;
  if (demo === undefined) return;
  const ctx = await settling.systemContext(tx);
  const known = await madeBefore(ctx, plugin.id);
  const all = { ...demo, records: [...seeds, ...demo.records] };
  await noteMade(tx, plugin.id, await loadDemoData(ctx, all, await installerOf(tx, plugin), known));
  await tx.query('update core.plugin set demo = true where id = $1', [plugin.id]);
}

async function installerOf(tx: Transaction, { id }: InstalledPlugin): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    'select coalesce((select installed_by from core.plugin where id = $1), (select min(id::text)::uuid from core."user")) as id',
    [id],
  );
  return rows[0]?.id ?? '';
}

/** All migrations that lie between, in one transaction: when one fails the data is what it was. */
async function carryOver(settling: Settling, tx: Transaction, plugin: InstalledPlugin): Promise<void> {
  for (const version of pending(plugin)) await settling.migrate(tx, plugin, version);
  await noteSettled(tx, plugin.id, plugin.version);
}

function pending({ manifest, version, migrated }: InstalledPlugin): string[] {
  return (manifest.migrations ?? [])
    .map((migration) => migration.version)
    .filter((each) => migrated !== null && semver.gt(each, migrated) && semver.lte(each, version))
    .toSorted(semver.compare);
}

async function noteSettled(tx: Transaction, id: string, version: string): Promise<void> {
  await tx.query('update core.plugin set migrated = $2 where id = $1', [id, version]);
  await tellPlugins(tx);
}
