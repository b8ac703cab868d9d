import { nextTime, readCron, type ConnectorDeclaration, type JsonObject } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob, type JobHandlers } from '../../kernel/jobs.ts';
import { isGranted } from '../running/grants.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import type { RunningPlugin } from '../running/running-plugin.ts';
import { enqueuePull, enqueuePush, findLink } from './connector-link.ts';
import { insertRun } from './connector-runs.ts';
import { activeSetups, type ConnectorSetup } from './connector-setup.ts';
import { enqueueGather } from './gather.ts';

const CLOCK_JOB = 'connector_clock';

/** Puts on the list when connectors read next, and what still waits to be told. What stands there already stays as it is. */
export async function scheduleConnectors(runtime: PluginRuntime): Promise<void> {
  const plugins = [...runtime.plugins.current.byId.values()];
  if (!plugins.some(({ manifest }) => (manifest.connectors ?? []).length > 0)) return;
  for (const setup of await activeSetups(runtime.database)) {
    const plugin = runtime.plugins.current.byId.get(setup.plugin);
    const declared = plugin?.manifest.connectors?.find(({ name }) => name === setup.name);
    if (plugin === undefined || declared === undefined) continue;
    await scheduleNext(runtime, runtime.database, { plugin, declared, setup });
    if (setup.push) await enqueuePush(runtime.database, setup.plugin, setup.name);
    if (setup.gathering !== null)
      await enqueueGather(runtime.database, { plugin: setup.plugin, connector: setup.name });
  }
}

interface Scheduled {
  plugin: Pick<RunningPlugin, 'granted'>;
  declared: ConnectorDeclaration;
  setup: ConnectorSetup;
}

/** The times at which it reads by itself; null: it does not. */
export function scheduleOf({ plugin, declared, setup }: Scheduled): string | null {
  if (!setup.pull || declared.pull === undefined || !isGranted(plugin, 'schedule')) return null;
  return setup.schedule ?? declared.pull.schedule ?? null;
}

/** When it reads next by itself. */
export function nextPull({ model }: Pick<PluginRuntime, 'model'>, scheduled: Scheduled): Date | null {
  const cron = readCron(scheduleOf(scheduled) ?? '');
  return cron === null ? null : nextTime(cron, new Date(), model.catalog().model.workspace.time_zone);
}

/** Begins to read, and puts the next time on the list: both or neither. */
export function clockJobs(runtime: PluginRuntime): JobHandlers {
  return {
    async [CLOCK_JOB](payload) {
      const { plugin, connector, cron } = payload as JsonObject;
      const link = await findLink(runtime, String(plugin), String(connector));
      // Taken out, switched off or told to read at other times meanwhile.
      if (link === null || scheduleOf(link) !== cron) return;
      await runtime.database.transaction(async (tx) => {
        const wish = { plugin: link.plugin.id, connector: link.declared.name, direction: 'pull', actor: null } as const;
        const id = await insertRun(tx, wish);
        // One that has not ended reads all there is.
        if (id !== null) await enqueuePull(tx, { ...wish, id });
        await scheduleNext(runtime, tx, link);
      });
    },
  };
}

async function scheduleNext(runtime: PluginRuntime, db: Queryable, scheduled: Scheduled): Promise<void> {
  const runAt = nextPull(runtime, scheduled);
  if (runAt === null) return;
  const { plugin, name } = scheduled.setup;
  const cron = scheduleOf(scheduled);
  // With other times it is another job; the former one comes to nothing when its time comes.
  const key = `connector clock ${plugin} ${name} ${cron}`;
  await enqueueJob(db, CLOCK_JOB, { plugin, connector: name, cron }, { key, runAt, keepTime: true });
}
