import {
  StrataError,
  celLiteral,
  didYouMean,
  fieldType,
  isId,
  readPeriod,
  type DashboardFilter,
  type DashboardTile,
  type DayRange,
  type FilterValues,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readablePaths } from '../access/readable-paths.ts';
import { fieldAt } from '../model/field-at.ts';
import { todayOf } from './today.ts';

/** What a tile is narrowed to, before its own filter. */
export interface Narrowing {
  /** CEL over the fields of its object, each of which must hold. */
  conditions: string[];
  /** The date by which the days count, and which days. */
  days?: { path: string; range: DayRange };
  /** Ids of the filters chosen that leave it as it is. */
  untouched: string[];
}

/** The filters of a dashboard and what is chosen in them. */
export interface Chosen {
  filters: readonly DashboardFilter[];
  values: FilterValues;
}

type Value = string | string[];

/** Refuses a filter that the dashboard has not, and a value that is no choice of it. */
export function checkChosen(ctx: AccessContext, { filters, values }: Chosen): void {
  const names = filters.map(({ id }) => id);
  for (const [name, value] of Object.entries(values)) {
    const filter = filters.find(({ id }) => id === name);
    if (filter === undefined) {
      const params = { name: name.slice(0, 100), suggestion: didYouMean(name, names) };
      throw new StrataError('unknown_filter', params, [{ path: `filters.${name}`, code: 'unknown_filter', params }]);
    }
    if (filter.type === 'period' && !isAll(value)) readDays(ctx, filter.id, value);
  }
}

/** What the chosen filters mean for one tile. */
export function narrow(ctx: AccessContext, tile: DashboardTile, chosen: Chosen): Narrowing {
  const narrowing: Narrowing = { conditions: [], untouched: [] };
  const object = String(tile.settings['object'] ?? '');
  const own = String(tile.settings['period'] ?? '');
  for (const filter of chosen.filters) {
    const value = chosen.values[filter.id] ?? filter.default;
    if (value === undefined || isAll(value)) continue;
    const ignored = tile.ignores?.includes(filter.id) === true || (filter.type === 'period' && own !== '');
    const path = ignored ? undefined : readablePath(ctx, object, pathOf(filter, tile));
    if (path === undefined) narrowing.untouched.push(filter.id);
    else if (filter.type === 'period') narrowing.days = { path, range: readDays(ctx, filter.id, value) };
    else narrowing.conditions.push(condition(ctx, { object, path, filter, values: [value].flat() }));
  }
  const date = tile.settings['date'];
  if (own !== '' && typeof date === 'string') narrowing.days = { path: date, range: readDays(ctx, 'period', own) };
  return narrowing;
}

/** The filter of the tile and all that narrows it, as one; over other days where some are given. */
export function wholeFilter(
  { conditions, days }: Narrowing,
  own: readonly (string | undefined)[],
  range = days?.range,
): string {
  const dated = days === undefined || range === undefined ? [] : [inRange(days.path, range)];
  const written = own.filter((each) => each !== undefined && each.trim() !== '');
  const all = [
    ...written.map((each) => (written.length + conditions.length + dated.length > 1 ? `(${each})` : each!)),
    ...conditions,
    ...dated,
  ];
  return all.join(' && ');
}

/** The days of a range, by the calendar of whoever reads. */
export function inRange(path: string, { from, to }: DayRange): string {
  return `${path} >= ${JSON.stringify(from)} && ${path} < ${JSON.stringify(to)}`;
}

function isAll(value: Value): boolean {
  return value === 'all' || value.length === 0;
}

function readDays(ctx: AccessContext, filter: string, value: Value): DayRange {
  const text = Array.isArray(value) ? value.join(',') : value;
  const range = readPeriod(text, todayOf(ctx));
  if (range !== null) return range;
  const params = { value: text.slice(0, 100) };
  throw new StrataError('not_a_period', params, [{ path: `filters.${filter}`, code: 'not_a_period', params }]);
}

const PATHS = { owner: 'owner', team: 'owner.team', field: undefined } as const;

function pathOf({ type, fields = {} }: DashboardFilter, { settings }: DashboardTile): string | undefined {
  const named = fields[String(settings['object'] ?? '')];
  if (type !== 'period') return named ?? PATHS[type];
  const date = settings['date'];
  return typeof date === 'string' ? (named ?? date) : undefined;
}

function readablePath(ctx: AccessContext, object: string, path: string | undefined): string | undefined {
  if (path === undefined || fieldAt(ctx.catalog, object, path) === null) return undefined;
  return readablePaths(ctx.catalog.model, ctx.access).path(object, path.split('.')) ? path : undefined;
}

interface Wanted {
  object: string;
  path: string;
  filter: DashboardFilter;
  values: string[];
}

/** `me` and `mine` stand for the reader and his teams. */
function condition(ctx: AccessContext, { object, path, filter, values }: Wanted): string {
  const word = filter.type === 'owner' ? 'me' : filter.type === 'team' ? 'mine' : undefined;
  const others = values.filter((value) => value !== word);
  const literals = others.map((value) => literal(ctx, { object, path, filter, value }));
  const self = filter.type === 'owner' ? `${path} == user.id` : `${path} in user.teams`;
  const parts = [
    ...(others.length < values.length ? [self] : []),
    ...(literals.length === 1 ? [`${path} == ${literals[0]}`] : []),
    ...(literals.length > 1 ? [`${path} in [${literals.join(', ')}]`] : []),
  ];
  return parts.length > 1 ? `(${parts.join(' || ')})` : parts.join('');
}

const NUMBER = /^-?\d{1,40}(\.\d{1,40})?$/;

function literal(
  ctx: AccessContext,
  { object, path, filter, value }: { object: string; path: string; filter: DashboardFilter; value: string },
): string {
  const field = fieldAt(ctx.catalog, object, path)!;
  const type = fieldType(field.type).expressionType(field, fieldType);
  const fits =
    type.type === 'ref'
      ? isId(value)
      : type.type === 'bool'
        ? value === 'true' || value === 'false'
        : type.type === 'int' || type.type === 'decimal'
          ? NUMBER.test(value)
          : true;
  const written = fits ? celLiteral(value, type) : null;
  if (written !== null) return written;
  throw StrataError.invalid([
    { path: `filters.${filter.id}`, code: 'not_an_option', params: { value: value.slice(0, 100), suggestion: '' } },
  ]);
}
