import { writeFile } from 'node:fs/promises';
import { connect } from '../api-client.ts';
import { flag, option, type Command } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import type { JsonSchema } from '../../json.ts';
import { hostTypesOf, typesOf } from './types-of.ts';

export const typesCommand: Command = {
  name: 'types',
  summary: { en: 'write TypeScript types of the workspace’s objects', zh: '生成工作区对象的 TypeScript 类型' },
  usage: 'strata types [--out strata.d.ts] [--plugin]',
  help: {
    en: `
Writes one TypeScript interface for each object of the workspace, custom objects and
fields included, and one that names them all.

  --out <file>      where to write; default: standard output
  --plugin          also tell the SDK of them, so that host.records knows every object`,
    zh: `
为工作区的每个对象（包括自定义对象和字段）生成一个 TypeScript 接口，另有一个汇总接口。

  --out <文件>      输出文件；默认输出到标准输出
  --plugin          同时告知 SDK，使 host.records 认识所有对象`,
  },
  options: { out: { type: 'string' }, plugin: { type: 'boolean' } },
  async run(run) {
    if (run.positionals.length > 0) {
      const word = run.positionals[0]!;
      throw new CliError(run.say({ en: `Unexpected "${word}".`, zh: `多余的参数“${word}”。` }), exitCodes.usage);
    }
    const client = await connect(run);
    const { objects } = await client.get<{ objects: Record<string, JsonSchema> }>('/api/model/schema');
    const text = (await typesOf(objects)) + (flag(run, 'plugin') ? hostTypesOf(objects) : '');
    const out = option(run, 'out');
    if (out === undefined) run.terminal.out(text);
    else {
      await writeFile(out, text).catch((error: Error) => {
        throw new CliError(
          run.say({ en: `Cannot write ${out}: ${error.message}`, zh: `无法写入 ${out}：${error.message}` }),
        );
      });
      const count = Object.keys(objects).length;
      run.terminal.err(
        run.say({ en: `${count} objects written to ${out}\n`, zh: `已将 ${count} 个对象写入 ${out}\n` }),
      );
    }
    return exitCodes.ok;
  },
};
