import { readFileSync, existsSync } from 'node:fs';
import type { ColumnMapping, ImportProblem } from '../../wire/imports.ts';
import { list, type CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import type { Text } from '../language.ts';

/** What the command line says of one column. */
export type ColumnOption = Partial<Pick<ColumnMapping, 'field' | 'match_by' | 'replace'>>;

/** Everything `--map` and `--replace` say, by column; later ones win. */
export function columnOptions(run: CommandRun): Map<string, ColumnOption> {
  const columns = new Map<string, ColumnOption>();
  const add = (column: string, change: ColumnOption): void => {
    const known = columns.get(column) ?? {};
    columns.set(column, { ...known, ...change, ...replacements(known.replace, change.replace) });
  };
  for (const given of list(run, 'map')) {
    for (const [column, change] of existsSync(given) ? mapFile(given, run.say) : [mapPair(given, run.say)]) {
      add(column, change);
    }
  }
  for (const given of list(run, 'replace')) add(...replacePair(given, run.say));
  return columns;
}

/** The server's guess with the command line's word over it; a column the file does not have is an error. */
export function applyOptions(
  mapping: readonly ColumnMapping[],
  options: ReadonlyMap<string, ColumnOption>,
  say: Text,
): ColumnMapping[] {
  const columns = mapping.map(({ column }) => column);
  for (const column of options.keys()) {
    if (columns.includes(column)) continue;
    const known = columns.join(', ');
    throw new CliError(
      say({
        en: `The file has no column "${column}". It has: ${known}.`,
        zh: `文件中没有列“${column}”。现有列：${known}。`,
      }),
      exitCodes.usage,
    );
  }
  const taken = new Set([...options.values()].map(({ field }) => field).filter((field) => typeof field === 'string'));
  return mapping.map((guess) => {
    const change = options.get(guess.column);
    // A field given to another column by hand is no longer this one's.
    const freed = change?.field === undefined && guess.field !== null && taken.has(guess.field);
    return { ...guess, ...(freed && { field: null, confidence: 0 }), ...change };
  });
}

/** The mapping with every suggestion of a preview taken. */
export function acceptSuggestions(
  mapping: readonly ColumnMapping[],
  problems: readonly ImportProblem[],
): { mapping: ColumnMapping[]; accepted: number } {
  let accepted = 0;
  const changed = mapping.map((each) => {
    const taken = problems.filter(
      ({ column, value, suggestion }) => column === each.column && value !== undefined && suggestion !== undefined,
    );
    if (taken.length === 0) return each;
    accepted += taken.length;
    const pairs = Object.fromEntries(taken.map(({ value, suggestion }) => [value!, suggestion!]));
    return { ...each, replace: { ...each.replace, ...pairs } };
  });
  return { mapping: changed, accepted };
}

function replacements(known: ColumnMapping['replace'], added: ColumnMapping['replace']): Pick<ColumnOption, 'replace'> {
  return known === undefined && added === undefined ? {} : { replace: { ...known, ...added } };
}

/** `{ "sales_agent": "agent", "notes": null, "product": { "field": "product", "replace": { "GTXPro": "GTX Pro" } } }` */
function mapFile(path: string, say: Text): [string, ColumnOption][] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      say({ en: `Cannot read ${path}: ${reason}`, zh: `无法读取 ${path}：${reason}` }),
      exitCodes.usage,
    );
  }
  if (content === null || typeof content !== 'object' || Array.isArray(content)) throw notAMap(path, say);
  return Object.entries(content).map(([column, value]): [string, ColumnOption] => {
    if (value === null || typeof value === 'string') return [column, { field: value }];
    if (typeof value === 'object' && !Array.isArray(value)) return [column, value as ColumnOption];
    throw notAMap(path, say);
  });
}

function notAMap(path: string, say: Text): CliError {
  return new CliError(
    say({
      en: `${path} must be an object like {"column": "field", "other": null}.`,
      zh: `${path} 须为对象，例如 {"列名": "字段名", "其他列": null}。`,
    }),
    exitCodes.usage,
  );
}

function mapPair(given: string, say: Text): [string, ColumnOption] {
  const at = given.lastIndexOf('=');
  if (at > 0) return [given.slice(0, at), { field: given.slice(at + 1) || null }];
  throw new CliError(
    say({
      en: `--map takes column=field or a file; there is no file "${given}".`,
      zh: `--map 须为 列=字段 或文件；没有文件“${given}”。`,
    }),
    exitCodes.usage,
  );
}

function replacePair(given: string, say: Text): [string, ColumnOption] {
  const match = /^([^:]+):([^=]+)=(.*)$/s.exec(given);
  if (match !== null) return [match[1]!, { replace: { [match[2]!]: match[3]! || null } }];
  throw new CliError(
    say({
      en: `--replace takes column:value=other, not "${given}".`,
      zh: `--replace 的格式为 列:原值=新值，而不是“${given}”。`,
    }),
    exitCodes.usage,
  );
}
