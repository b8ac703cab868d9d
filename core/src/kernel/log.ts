import type { LogLevel } from './config.ts';

/** Facts that go with a line; an Error is written with its stack. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Writes one line for one event, to stderr: JSON for machines, plain text on a terminal. */
export interface Log {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
  /** The same log with these facts on every line. */
  with(facts: LogFacts): Log;
}

interface LogOptions {
  readonly level: LogLevel;
  readonly write?: (line: string) => void;
  readonly pretty?: boolean;
  readonly clock?: () => Date;
}

const ranks: Readonly<Record<LogLevel, number>> = { debug: 10, info: 20, warn: 30, error: 40, silent: 99 };

export function createLog(options: LogOptions, always: LogFacts = {}): Log {
  const write = options.write ?? ((line) => process.stderr.write(line));
  const render = (options.pretty ?? process.stderr.isTTY === true) ? asText : asJson;
  const clock = options.clock ?? (() => new Date());
  const at =
    (level: LogLevel) =>
    (message: string, facts: LogFacts = {}) => {
      if (ranks[level] >= ranks[options.level]) write(render(clock(), level, message, { ...always, ...facts }));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (facts) => createLog(options, { ...always, ...facts }),
  };
}

function asJson(time: Date, level: LogLevel, message: string, facts: LogFacts): string {
  return `${JSON.stringify({ time: time.toISOString(), level, message, ...facts }, plain)}\n`;
}

function asText(time: Date, level: LogLevel, message: string, facts: LogFacts): string {
  const { error, ...rest } = facts;
  const pairs = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value, plain)}`);
  const stack = error === undefined ? '' : `\n${error instanceof Error ? error.stack : JSON.stringify(error, plain)}`;
  return `${time.toISOString().slice(11, 19)} ${level.padEnd(5)} ${message}${pairs.join('')}${stack}\n`;
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error)
    return {
      ...Object.fromEntries(Object.entries(value)),
      name: value.name,
      message: value.message,
      stack: value.stack,
    };
  return typeof value === 'bigint' ? String(value) : value;
}
