import type { CommandRun } from '../command.ts';
import { CliError } from '../exit-code.ts';
import { buildPlugin, type BuiltPlugin } from './build-plugin.ts';

/** Builds the plugin of a folder; what is wrong is told and ends the command. */
export async function built(run: CommandRun, folder: string): Promise<BuiltPlugin> {
  const plugin = await buildPlugin(folder).catch((error: Error) => {
    throw new CliError(run.say({ en: `It cannot be built: ${error.message}`, zh: `构建失败：${error.message}` }));
  });
  if (plugin.problems.length === 0) return plugin;
  const lines = plugin.problems.map(({ path, message }) => `\n  ${path}: ${run.say(message)}`).join('');
  const count = plugin.problems.length;
  throw new CliError(run.say({ en: `${count} problems${lines}`, zh: `${count} 个问题${lines}` }));
}

/** What was built, in a line. */
export function sizeLine({ manifest, code }: BuiltPlugin): string {
  const kilobytes = Math.ceil(Buffer.byteLength(code) / 1024);
  return `${manifest.id} ${manifest.version} · ${manifest.documents.length} · ${kilobytes} KB`;
}
