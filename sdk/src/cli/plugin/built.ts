import { stripVTControlCharacters } from 'node:util';
import type { CommandRun } from '../command.ts';
import { CliError } from '../exit-code.ts';
import { buildPlugin, type BuiltPlugin } from './build-plugin.ts';

/** Builds the plugin of a folder; what is wrong is told and ends the command. */
export async function built(run: CommandRun, folder: string): Promise<BuiltPlugin> {
  const plugin = await buildPlugin(folder).catch((error: Error) => {
    // The bundler paints what it says.
    const reason = stripVTControlCharacters(error.message);
    throw new CliError(run.say({ en: `It cannot be built: ${reason}`, zh: `构建失败：${reason}` }));
  });
  if (plugin.problems.length === 0) return plugin;
  const lines = plugin.problems.map(({ path, message }) => `\n  ${path}: ${run.say(message)}`).join('');
  const count = plugin.problems.length;
  throw new CliError(
    run.say({ en: `${count} ${count === 1 ? 'problem' : 'problems'}${lines}`, zh: `${count} 个问题${lines}` }),
  );
}

/** What was built, in a line. */
export function sizeLine({ say }: CommandRun, { manifest, code }: BuiltPlugin): string {
  const kilobytes = Math.ceil(Buffer.byteLength(code) / 1024);
  const { length } = manifest.documents;
  const documents = say({ en: `${length} documents`, zh: `${length} 个配置项` });
  return `${manifest.id} ${manifest.version} · ${documents} · ${say({ en: 'code', zh: '代码' })} ${kilobytes} KB`;
}
