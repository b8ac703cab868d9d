import type { WorkspaceSettings } from '@stratacrm/sdk';
import { storageOf, type Shape } from './shape.ts';
import { literal } from './sql-text.ts';

/** SQL for each column of the new shape, over the column of the old one. */
export type Conversion = (column: string, workspace: WorkspaceSettings) => string[];

const utc = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

const toText: Record<string, (column: string) => string> = {
  bigint: (column) => `${column}::text`,
  decimal: (column) => `${column}::text`,
  boolean: (column) => `${column}::text`,
  date: (column) => `to_char(${column}, 'YYYY-MM-DD')`,
  timestamptz: (column) => `to_char(${column} at time zone 'UTC', ${utc})`,
  uuid: (column) => `${column}::text`,
  text_array: (column) => `nullif(array_to_string(${column}, ', '), '')`,
  jsonb: (column) => `${column}::text`,
  money: (column) => `${column}::text || ' ' || ${suffixed(column, '__currency')}`,
};

const others: Record<string, Conversion> = {
  'bigint decimal': (column) => [`${column}::numeric`],
  'bigint money': asMoney,
  'decimal money': asMoney,
  'text text_array': (column) => [`case when ${column} is not null then array[${column}] end`],
  'date timestamptz': (column, workspace) => [`${column}::timestamp at time zone ${literal(workspace.time_zone)}`],
};

/** How every value of one shape becomes one of another without loss; null when that cannot be. */
export function conversionOf(from: Shape, to: Shape): Conversion | null {
  if (from === to) return null;
  const [source, target] = [storageOf(from), storageOf(to)];
  const text = toText[source];
  if (target === 'text' && text !== undefined) return (column) => [text(column)];
  return others[`${source} ${target}`] ?? null;
}

function asMoney(column: string, workspace: WorkspaceSettings): string[] {
  const amount = `${column}::numeric`;
  return [amount, `case when ${column} is not null then ${literal(workspace.currency)} end`, amount];
}

/** The column name is quoted: the suffix goes inside. */
function suffixed(column: string, suffix: string): string {
  return column.replace(/"$/, `${suffix}"`);
}
