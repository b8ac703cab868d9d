import type { ParseArgsOptionsConfig } from 'node:util';
import type { Label } from '../label.ts';
import type { ExitCode } from './exit-code.ts';
import type { Environment, Text } from './language.ts';
import type { Terminal } from './terminal.ts';

export interface CommandRun {
  /** Option → its value; an option given several times is a list. */
  options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  positionals: readonly string[];
  env: Environment;
  terminal: Terminal;
  say: Text;
  locale: 'en' | 'zh';
}

/** One word after `strata`. */
export interface Command {
  name: string;
  summary: Label;
  usage: string;
  /** Shown by `--help` below the usage. */
  help: Label;
  options: ParseArgsOptionsConfig;
  run(run: CommandRun): Promise<ExitCode>;
}

/** The value of an option that takes one. */
export function option(run: CommandRun, name: string): string | undefined {
  const value = run.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flag(run: CommandRun, name: string): boolean {
  return run.options[name] === true;
}

/** All values of an option that may be given several times. */
export function list(run: CommandRun, name: string): string[] {
  const value = run.options[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
