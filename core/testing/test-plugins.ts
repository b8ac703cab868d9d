import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { newKey, secretBox } from '../src/kernel/secret-box.ts';
import { openFileVault } from '../src/kernel/files/file-vault.ts';
import { readConfig } from '../src/kernel/config.ts';
import { startJobWorker } from '../src/kernel/jobs.ts';
import { createLog } from '../src/kernel/log.ts';
import { outboundPolicy } from '../src/kernel/outbound/outbound-policy.ts';
import { startOutbox } from '../src/kernel/outbox.ts';
import type { DocumentDraft, PluginManifest } from '@stratacrm/sdk';
import type { AccessContext } from '../src/access/access-profile.ts';
import { callAfterChanges } from '../src/plugins/running/after-hooks.ts';
import { PluginWriteHooks } from '../src/plugins/running/before-hooks.ts';
import { secretPurpose } from '../src/plugins/running/host-api/secrets.ts';
import { openPluginRuntime } from '../src/plugins/running/open-plugin-runtime.ts';
import type { PluginRuntime } from '../src/plugins/running/plugin-runtime.ts';
import type { RunnablePlugin } from '../src/plugins/running/running-plugin.ts';
import { connectorJobs } from '../src/plugins/connectors/connector-jobs.ts';
import { noteChangesForConnectors } from '../src/plugins/connectors/note-changes.ts';
import { pluginJobs } from '../src/plugins/running/run-plugin-run.ts';
import { Definitions } from '../src/workflow/definitions.ts';
import { recordWorkspace, type RecordWorkspace } from './test-records.ts';
import { atFileEnd } from './file-end.ts';

/** A workspace whose plugins run, in the real sandbox, with the real outbox and the real job list. */
export interface PluginWorkspace extends RecordWorkspace {
  runtime: PluginRuntime;
  /** Puts these in the place of all plugins. */
  install(...plugins: RunnablePlugin[]): Promise<void>;
  /** Waits until nothing is on its way any more. */
  settled(): Promise<void>;
  runs(): Promise<PluginRunRow[]>;
  switchedOff: string[];
}

export interface PluginRunRow {
  id: string;
  plugin: string;
  kind: string;
  handler: string;
  status: string;
  depth: number;
  attempt: number;
  error: { code: string } | null;
}

const LABEL = { en: 'Test plugin', zh: '测试插件' };

/** A plugin of these handlers, each the source of a function; everything its manifest asks for is granted. */
export function testPlugin(
  id: string,
  manifest: Partial<PluginManifest>,
  handlers: Record<string, string>,
  facts: Partial<RunnablePlugin> = {},
): RunnablePlugin {
  const code = Object.entries(handlers).map(([key, source]) => `${JSON.stringify(key)}: ${source}`);
  return {
    id,
    version: '1.0.0',
    digest: id,
    manifest: { id, prefix: 't', version: '1.0.0', label: LABEL, description: LABEL, documents: [], ...manifest },
    bundle: `var plugin = { handlers: { ${code.join(',\n')} } };`,
    enabled: true,
    granted: manifest.capabilities ?? [],
    settings: {},
    secrets: {},
    ...facts,
  };
}

/** Makes the tables of the documents, and lets their plugins run until the tests of the file have ended. */
export async function pluginWorkspace(documents: readonly DocumentDraft[]): Promise<PluginWorkspace> {
  const workspace = await recordWorkspace(documents);
  const { database, catalog } = workspace;
  const log = createLog({ level: 'silent' });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-plugins-'));
  const switchedOff: string[] = [];
  let installed: RunnablePlugin[] = [];
  const hooks = new PluginWriteHooks();
  const runtime = await openPluginRuntime({
    database,
    model: { catalog: () => catalog, refresh: () => Promise.resolve(catalog) },
    log,
    secrets: TEST_BOX,
    files: openFileVault(readConfig({ STRATA_DATA_DIR: folder }), log),
    outbound: outboundPolicy(['127.0.0.1', 'localhost', '::1']),
    definitions: new Definitions(),
    committed: () => outbox.nudge(),
    switchOff: (plugin) => Promise.resolve(void switchedOff.push(plugin)),
    read: () => Promise.resolve(installed),
    hooks,
  });
  const outbox = startOutbox(database, [callAfterChanges(runtime), noteChangesForConnectors(runtime)], log);
  catalog.hooks = hooks;
  const worker = await startJobWorker(database, {
    handlers: { ...pluginJobs(runtime), ...connectorJobs(runtime) },
    log,
  });
  atFileEnd(async () => {
    await worker.close();
    await outbox.close();
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const listening = (ctx: AccessContext): AccessContext =>
    Object.defineProperty({ ...ctx, committed: outbox.nudge }, 'now', { get: () => new Date(), enumerable: true });
  return {
    ...workspace,
    runtime,
    switchedOff,
    system: listening(workspace.system),
    person: async (roles, facts) => listening(await workspace.person(roles, facts)),
    async install(...plugins) {
      installed = plugins;
      await runtime.plugins.refresh();
    },
    async settled() {
      for (let quiet = 0; quiet < 3;) {
        const { rows } = await database.query<{ busy: boolean }>(
          `select exists (select from core.outbox) or exists (
             select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts) as busy`,
        );
        quiet = rows[0]!.busy ? 0 : quiet + 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async runs() {
      const { rows } = await database.query<PluginRunRow>(
        'select id, plugin, kind, handler, status, depth, attempt, error from core.plugin_run order by id',
      );
      return rows;
    },
  };
}

const TEST_BOX = secretBox([newKey()]);

/** A secret setting as it is kept. */
export function sealedSecret(plugin: string, name: string, secret: string): Record<string, string> {
  return { [name]: TEST_BOX.seal(Buffer.from(secret), secretPurpose(plugin, name)).toString('base64') };
}
