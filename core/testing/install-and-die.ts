import { readFileSync } from 'node:fs';
import { openDatabase } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { createModel } from '../src/model/create-model.ts';
import type { Author } from '../src/model/model.ts';
import { takeTarball } from '../src/plugins/life/get-package.ts';
import { installPlugin } from '../src/plugins/life/install-plugin.ts';
import { keepPluginsOfRelease } from '../src/plugins/life/installed-plugins.ts';
import { removePlugin } from '../src/plugins/life/remove-plugin.ts';
import type { PluginsContext } from '../src/plugins/life/plugins-context.ts';

/** A process that installs a tarball, or removes its plugin, and is killed as a phase begins: `<url> <phase> <tarball> [id]`. */
const [url = '', fatal, tarball = '', removed] = process.argv.slice(2);
const log = createLog({ level: 'error' });
const database = await openDatabase({ url, poolSize: 4, log });
const model = await createModel({
  database,
  log,
  onSwitch: [keepPluginsOfRelease],
  onPhase: (phase) => {
    if (phase === fatal) process.kill(process.pid, 'SIGKILL');
  },
});
const author = { actor: { userId: null, name: 'Mallory' } } as unknown as Author;
const ctx = {
  author,
  locale: 'en',
  database,
  model,
  secrets: {},
  registry: null,
  development: true,
} as unknown as PluginsContext;
if (removed === undefined) await installPlugin(ctx, await takeTarball(ctx, readFileSync(tarball)), { grants: [] });
else await removePlugin(ctx, removed, { data: { die__thing: 'drop' } });
await model.close();
await database.close();
