import type { WorkspaceSettings } from '@stratacrm/sdk';
import { storageOf, type Shape } from './shape.ts';
import { literal } from './sql-text.ts';

/** How the values of one shape become values of another. */
export interface Conversion {
  /** SQL for each column of the new shape, over the quoted column of the old one. It never fails. */
  values(column: string, workspace: WorkspaceSettings): string[];
  /** SQL that is true where nothing is lost; absent: nothing ever is. */
  fits?(column: string, workspace: WorkspaceSettings): string;
}

const utc = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

const conversions: Readonly<Record<string, Conversion>> = {
  'bigint text': plain((column) => `${column}::text`),
  'decimal text': plain((column) => `${column}::text`),
  'boolean text': plain((column) => `${column}::text`),
  'date text': plain((column) => `to_char(${column}, 'YYYY-MM-DD')`),
  'timestamptz text': plain((column) => `to_char(${column} at time zone 'UTC', ${utc})`),
  'time text': plain((column) => `regexp_replace(${column}::text, '^(..:..):00$', '\\1')`),
  'uuid text': plain((column) => `${column}::text`),
  'text_array text': plain((column) => `nullif(array_to_string(${column}, ', '), '')`),
  'jsonb text': plain((column) => `${column}::text`),
  'text_and_value text': plain((column) => column),
  'money text': plain((column) => `${column}::text || ' ' || ${withSuffix(column, '__currency')}`),

  'text bigint': guarded(
    (column) => `${column}::bigint`,
    (column) => `${column} ~ '^-?[0-9]{1,18}$'`,
  ),
  'text decimal': guarded(
    (column) => `${column}::numeric`,
    (column) => `${column} ~ '^-?[0-9]{1,30}(\\.[0-9]{1,15})?$'`,
  ),
  'text boolean': guarded(
    (column) => `(${column} = 'true')`,
    (column) => `${column} in ('true', 'false')`,
  ),
  'text text_array': plain((column) => `case when ${column} is not null then array[${column}] end`),

  'bigint decimal': plain((column) => `${column}::numeric`),
  'decimal bigint': guarded(
    (column) => `${column}::bigint`,
    (column) => `${column} = trunc(${column}) and abs(${column}) < 1e18`,
  ),

  'bigint money': { values: asMoney },
  'decimal money': { values: asMoney },
  'money decimal': guarded((column) => column, inWorkspaceCurrency),
  'money bigint': guarded(
    (column) => `${column}::bigint`,
    (column, workspace) =>
      `${inWorkspaceCurrency(column, workspace)} and ${column} = trunc(${column}) and abs(${column}) < 1e18`,
  ),

  'date timestamptz': plain((column, zone) => `${column}::timestamp at time zone ${zone}`),
  'timestamptz date': guarded(
    (column, { time_zone }) => `(${column} at time zone ${literal(time_zone)})::date`,
    (column, { time_zone }) => `(${column} at time zone ${literal(time_zone)})::time = '00:00'`,
  ),
};

/** How values of one shape become values of another; null when they cannot. */
export function conversionOf(from: Shape, to: Shape): Conversion | null {
  return conversions[`${storageOf(from)} ${storageOf(to)}`] ?? null;
}

function plain(value: (column: string, zone: string) => string): Conversion {
  return { values: (column, { time_zone }) => [value(column, literal(time_zone))] };
}

/** What does not fit becomes nothing in the new column: it is counted before, and a write in between must not fail. */
function guarded(
  value: (column: string, workspace: WorkspaceSettings) => string,
  fits: (column: string, workspace: WorkspaceSettings) => string,
): Conversion {
  return {
    values: (column, workspace) => [`case when ${fits(column, workspace)} then ${value(column, workspace)} end`],
    fits,
  };
}

function asMoney(column: string, { currency }: WorkspaceSettings): string[] {
  const amount = `${column}::numeric`;
  return [amount, `case when ${column} is not null then ${literal(currency)} end`, amount];
}

function inWorkspaceCurrency(column: string, { currency }: WorkspaceSettings): string {
  return `${withSuffix(column, '__currency')} = ${literal(currency)}`;
}

/** The suffix goes inside the quotes. */
function withSuffix(column: string, suffix: string): string {
  return column.replace(/"$/, `${suffix}"`);
}
