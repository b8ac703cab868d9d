import path from 'node:path';
import { option, type Command } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { checkTask } from './check-task.ts';
import { devTask } from './dev-task.ts';
import { buildTask, keyTask, packTask, planTask, publishTask, signTask } from './package-tasks.ts';
import type { PluginTask } from './plugin-task.ts';
import { testTask } from './test-task.ts';

/** Every word after `strata plugin`, in the order of the help. */
const TASKS: readonly PluginTask[] = [
  devTask,
  testTask,
  buildTask,
  checkTask,
  planTask,
  keyTask,
  signTask,
  packTask,
  publishTask,
];

const lines = (locale: 'en' | 'zh'): string =>
  TASKS.map(({ name, summary }) => `  ${name.padEnd(9)}${summary[locale]}`).join('\n');

export const pluginCommand: Command = {
  name: 'plugin',
  summary: { en: 'develop, test, sign and publish a plugin', zh: '开发、测试、签名并发布插件' },
  usage: `strata plugin ${TASKS.map(({ name }) => name).join('|')} [--folder .]`,
  help: {
    en: `
${lines('en')}

  --folder <path>     the plugin's folder; default: the current one
  --once              dev: put it in once, and do not watch
  --key <file>        the private key; default STRATA_PLUGIN_KEY, else ~/.strata/publisher.pem
  --publisher <name>  what the signature calls the publisher; default STRATA_PUBLISHER`,
    zh: `
${lines('zh')}

  --folder <路径>     插件目录；默认为当前目录
  --once              dev：只装入一次，不监视修改
  --key <文件>        私钥；默认取 STRATA_PLUGIN_KEY，否则为 ~/.strata/publisher.pem
  --publisher <名称>  签名中的发布者名称；默认取 STRATA_PUBLISHER`,
  },
  options: {
    folder: { type: 'string' },
    once: { type: 'boolean' },
    key: { type: 'string' },
    publisher: { type: 'string' },
  },
  async run(run) {
    const [word, extra] = run.positionals;
    const task = TASKS.find(({ name }) => name === word);
    if (task === undefined || extra !== undefined) {
      const known = TASKS.map(({ name }) => name).join(', ');
      throw new CliError(run.say({ en: `Say one of: ${known}.`, zh: `请指定其中之一：${known}。` }), exitCodes.usage);
    }
    return task.run(run, path.resolve(option(run, 'folder') ?? '.'));
  },
};
