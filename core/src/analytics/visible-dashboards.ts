import {
  StrataError,
  cleanHtml,
  didYouMean,
  tileKind,
  type DashboardDocument,
  type DashboardFilter,
  type DashboardInfo,
  type DashboardTile,
  type JsonValue,
  type Label,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readablePaths } from '../access/readable-paths.ts';
import { isReadableTile } from './readable-tile.ts';
import { readableFields } from './readable-filter.ts';

/** The dashboards that the reader may see, in their order. */
export function listDashboards(ctx: AccessContext): DashboardInfo[] {
  const seen = visible(ctx);
  const home = seen.find(({ home_for: roles = [] }) => roles.some((role) => ctx.actor.roles.includes(role)));
  return seen.map(({ name, label, description, icon, ...dashboard }) => ({
    name,
    label,
    ...(description && { description }),
    ...(icon !== undefined && { icon }),
    home: home?.id === dashboard.id,
  }));
}

/** One of them. Throws `unknown_dashboard`, the same whether it is not there or not for him. */
export function requireDashboard(ctx: AccessContext, name: string): DashboardDocument {
  const seen = visible(ctx);
  const found = seen.find((dashboard) => dashboard.name === name);
  if (found !== undefined) return found;
  const names = seen.map((dashboard) => dashboard.name);
  throw new StrataError('unknown_dashboard', { name: name.slice(0, 100), suggestion: didYouMean(name, names) });
}

/** The dashboard as its reader is told it: without the settings of tiles and the fields of filters that he may not know. */
export function shownDashboard(ctx: AccessContext, dashboard: DashboardDocument): DashboardDocument {
  const { meta: _meta, ...rest } = dashboard;
  return {
    ...rest,
    filters: dashboard.filters.flatMap((filter) => shownFilter(ctx, filter) ?? []),
    tiles: dashboard.tiles.map((tile) =>
      isReadableTile(ctx, tile) ? shownTile(ctx, tile) : { ...tile, settings: {} },
    ),
  };
}

function shownFilter(ctx: AccessContext, filter: DashboardFilter): DashboardFilter | null {
  if (filter.fields === undefined) return filter;
  const fields = readableFields(ctx, filter.fields);
  return filter.type === 'field' && Object.keys(fields).length === 0 ? null : { ...filter, fields };
}

/** Without columns that he may not read; formatted text is made safe on its way out, whoever wrote it. */
function shownTile(ctx: AccessContext, tile: DashboardTile): DashboardTile {
  const may = readablePaths(ctx.catalog.model, ctx.access);
  const object = String(tile.settings['object'] ?? '');
  const shown = (tileKind(tile.type)?.settings ?? []).flatMap(({ name, type }): [string, JsonValue][] => {
    const value = tile.settings[name];
    if (value === undefined) return [];
    if (type === 'fields' && Array.isArray(value))
      return [[name, value.filter((path) => may.path(object, String(path).split('.')))]];
    if (type !== 'rich_text') return [];
    const text = value as unknown as Label;
    return [[name, { en: cleanHtml(text.en), zh: cleanHtml(text.zh) }]];
  });
  return shown.length === 0 ? tile : { ...tile, settings: { ...tile.settings, ...Object.fromEntries(shown) } };
}

function visible({ catalog, actor, access }: AccessContext): DashboardDocument[] {
  const all = [...catalog.dashboards.values()];
  // Who makes dashboards sees them all; what is in them is still what he may read.
  if (access.right('configure')) return all;
  return all.filter(({ roles = [] }) =>
    roles.length === 0 ? actor.portal === undefined : roles.some((role) => actor.roles.includes(role)),
  );
}
