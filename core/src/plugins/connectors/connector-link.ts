import { StrataError, type ConnectorDeclaration, type JsonObject } from '@stratacrm/sdk';
import { createHash } from 'node:crypto';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob } from '../../kernel/jobs.ts';
import { narrowAccess } from '../running/narrow-access.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { contextOf } from '../running/run-plugin-run.ts';
import type { RunningPlugin } from '../running/running-plugin.ts';
import type { RunRow } from './connector-runs.ts';
import { readSetup, type ConnectorSetup } from './connector-setup.ts';

/** A connector of a plugin that is switched on, as it is set up. */
export interface Link {
  plugin: RunningPlugin;
  declared: ConnectorDeclaration;
  setup: ConnectorSetup;
}

/** null: its plugin is switched off or gone, or no longer has it. */
export async function findLink(runtime: PluginRuntime, id: string, name: string): Promise<Link | null> {
  const plugin = runtime.plugins.current.byId.get(id);
  const declared = plugin?.manifest.connectors?.find((each) => each.name === name);
  if (plugin === undefined || declared === undefined) return null;
  return { plugin, declared, setup: await readSetup(runtime.database, id, name) };
}

/** Throws `plugin_switched_off`. */
export async function requireLink(runtime: PluginRuntime, id: string, name: string): Promise<Link> {
  const link = await findLink(runtime, id, name);
  if (link === null) throw new StrataError('plugin_switched_off', { plugin: id });
  return link;
}

/** Settings as code is told them: secrets are none of them. */
export function plainSettings({ manifest, settings }: RunningPlugin): JsonObject {
  const plain = (manifest.settings ?? []).filter(({ type }) => type !== 'secret');
  return Object.fromEntries(plain.map(({ name, default: standard }) => [name, settings[name] ?? standard ?? null]));
}

/** For whom a run works, with his rights as they are now; and the same for what the host does on the plugin's behalf. */
export async function contextsOf(
  runtime: PluginRuntime,
  { plugin }: Link,
  run: Pick<RunRow, 'id' | 'actor'>,
): Promise<{ person: AccessContext; narrowed: AccessContext }> {
  const person = await contextOf(runtime, plugin, run);
  const narrowed: AccessContext = {
    ...person,
    access: narrowAccess(person, plugin),
    cause: { kind: 'plugin', id: run.id },
    committed: runtime.committed,
  };
  return { person, narrowed };
}

export const PULL_JOB = 'connector_pull';
export const PUSH_JOB = 'connector_push';

/** Goes on with a run that reads. Runs of one connector follow each other. */
export async function enqueuePull(
  db: Queryable,
  run: Pick<RunRow, 'id' | 'plugin' | 'connector'>,
  runAt?: Date,
): Promise<void> {
  const payload = { run: run.id, plugin: run.plugin, connector: run.connector };
  await enqueueJob(db, PULL_JOB, payload, {
    key: `connector pull ${run.id}`,
    queue: queueOf(PULL_JOB, run.plugin, run.connector),
    ...(runAt && { runAt }),
  });
}

/** Has what waits told. `now`: also where a failure has put it off. */
export async function enqueuePush(
  db: Queryable,
  plugin: string,
  connector: string,
  when: { runAt?: Date; now?: true; actor?: string | null } = {},
): Promise<void> {
  const { runAt, now, actor = null } = when;
  await enqueueJob(
    db,
    PUSH_JOB,
    { plugin, connector, actor },
    {
      key: `connector push ${plugin} ${connector}`,
      queue: queueOf(PUSH_JOB, plugin, connector),
      ...(runAt && { runAt }),
      ...(now !== true && runAt === undefined && { keepTime: true }),
    },
  );
}

function queueOf(job: string, plugin: string, connector: string): string {
  return `connector ${createHash('sha1').update(`${job} ${plugin} ${connector}`).digest('base64url')}`;
}

/** When the minute has passed of which nothing is left; null: that is not what went wrong. */
export function minuteOver({ code, params }: StrataError): Date | null {
  return code === 'plugin_quota_spent' ? new Date(Date.now() + Number(params['seconds']) * 1_000) : null;
}

/** 5 s, 20 s, 80 s … an hour at most. */
export function later(attempt: number): Date {
  return new Date(Date.now() + Math.min(5_000 * 4 ** (attempt - 1), 3_600_000));
}
