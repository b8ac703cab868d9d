import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Command } from './command.ts';
import { CliError, exitCodes, type ExitCode } from './exit-code.ts';
import { importCommand } from './import/import-command.ts';
import { languageOf, speaker, type Environment, type Text } from './language.ts';
import { pluginCommand } from './plugin/plugin-command.ts';
import type { Terminal } from './terminal.ts';
import { rollupsCommand } from './rollups/rollups-command.ts';
import { typesCommand } from './types/types-command.ts';

/** Every command, in the order of the help. */
const commands: readonly Command[] = [typesCommand, importCommand, rollupsCommand, pluginCommand];

/** Options every command takes. */
const sharedOptions = {
  url: { type: 'string' },
  token: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} satisfies ParseArgsOptionsConfig;

/** The command line, from its words to its exit code. */
export async function runCli(args: readonly string[], env: Environment, terminal: Terminal): Promise<ExitCode> {
  const locale = languageOf(languageAsked(args), env);
  const say = speaker(locale);
  try {
    const command = commands.find(({ name }) => name === args[0]);
    if (command === undefined) return await overview(args[0], terminal, say);
    const { values, positionals } = parse(command, args.slice(1), say);
    if (values['help'] === true) {
      terminal.out(helpOf(command, say));
      return exitCodes.ok;
    }
    return await command.run({ options: values, positionals, env, terminal, say, locale });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    terminal.err(`strata: ${error.message}\n`);
    return error.exitCode;
  }
}

function languageAsked(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  return at < 0 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1]);
}

function parse(command: Command, args: readonly string[], say: Text) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...sharedOptions, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    const hint = say({ en: `See strata ${command.name} --help.`, zh: `参见 strata ${command.name} --help。` });
    throw new CliError(`${reason} ${hint}`, exitCodes.usage);
  }
}

async function overview(word: string | undefined, terminal: Terminal, say: Text): Promise<ExitCode> {
  const asked =
    word === undefined || word === 'help' || word === '--help' || word === '-h' || word.startsWith('--lang');
  if (asked) {
    terminal.out(overviewText(say));
    return exitCodes.ok;
  }
  const known = commands.map(({ name }) => name).join(', ');
  throw new CliError(
    say({ en: `There is no command "${word}". Known: ${known}.`, zh: `没有命令“${word}”。可用命令：${known}。` }),
    exitCodes.usage,
  );
}

function overviewText(say: Text): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)}${say(summary)}`);
  return `${say({ en: 'Usage: strata <command> [options]', zh: '用法：strata <命令> [选项]' })}

${lines.join('\n')}

${say({ en: 'strata <command> --help tells more about one.', zh: 'strata <命令> --help 查看详细说明。' })}
`;
}

function helpOf(command: Command, say: Text): string {
  return `${say({ en: 'Usage:', zh: '用法：' })} ${command.usage}

${say(command.help).trim()}

${say(connectionHelp).trim()}
`;
}

const connectionHelp = {
  en: `
Connection
  --url <address>   the server; default STRATA_URL, else http://localhost:3400
  --token <token>   a token or API key; default STRATA_TOKEN. Without one, STRATA_EMAIL and
                    STRATA_PASSWORD sign in.
  --lang en|zh      language; default: the terminal's
  -h, --help        this text`,
  zh: `
连接
  --url <地址>      服务器地址；默认取 STRATA_URL，否则为 http://localhost:3400
  --token <令牌>    令牌或 API 密钥；默认取 STRATA_TOKEN。没有令牌时，
                    使用 STRATA_EMAIL 和 STRATA_PASSWORD 登录。
  --lang en|zh      语言；默认跟随终端
  -h, --help        显示本说明`,
};
