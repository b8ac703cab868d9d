import { nextTime, readCron, type JobDeclaration, type JsonObject } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob, type JobHandlers } from '../../kernel/jobs.ts';
import { isGranted } from './grants.ts';
import { enqueuePluginJob } from './plugin-jobs.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import type { RunningPlugin } from './running-plugin.ts';

const CRON_JOB = 'plugin_cron';

/**
 * Puts the next time of every job that runs at times on the list. One that stands there already stays as it is: its time may
 * have come while nobody worked, and then it is made up for once.
 */
export async function scheduleCronJobs(runtime: PluginRuntime): Promise<void> {
  for (const plugin of runtime.plugins.current.byId.values()) {
    if (!isGranted(plugin, 'schedule')) continue;
    for (const job of plugin.manifest.jobs ?? []) await scheduleNext(runtime, runtime.database, plugin, job);
  }
}

/** Begins the plugin's job, and puts its next time on the list: both or neither. */
export function cronJobs(runtime: PluginRuntime): JobHandlers {
  return {
    async [CRON_JOB](payload) {
      const { plugin: id, job: name, cron } = payload as JsonObject;
      const plugin = runtime.plugins.current.byId.get(String(id));
      const job = plugin?.manifest.jobs?.find((each) => each.name === name);
      // Taken out, switched off or told to run at other times meanwhile.
      if (plugin === undefined || job === undefined || job.cron !== cron || !isGranted(plugin, 'schedule')) return;
      await runtime.database.transaction(async (tx) => {
        await enqueuePluginJob(tx, { plugin, job, payload: null, actor: null, depth: 0 });
        await scheduleNext(runtime, tx, plugin, job);
      });
    },
  };
}

async function scheduleNext(
  { model }: PluginRuntime,
  db: Queryable,
  { id }: RunningPlugin,
  { name, cron }: JobDeclaration,
): Promise<void> {
  const times = cron === undefined ? null : readCron(cron);
  if (cron === undefined || times === null) return;
  const runAt = nextTime(times, new Date(), model.catalog().model.workspace.time_zone);
  if (runAt === null) return;
  // With other times it is another job; the former one comes to nothing when its time comes.
  const key = `plugin cron ${id} ${name} ${cron}`;
  await enqueueJob(db, CRON_JOB, { plugin: id, job: name, cron }, { key, runAt, keepTime: true });
}
