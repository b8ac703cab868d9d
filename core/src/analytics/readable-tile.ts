import { isTileSettingAsked, tileKind, type DashboardTile, type JsonValue, type TileSetting } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readablePaths, type ReadablePaths } from '../access/readable-paths.ts';

/** Whether the reader may read everything that the tile is made of; of a list, every field but its columns. */
export function isReadableTile(ctx: AccessContext, tile: DashboardTile): boolean {
  const described = tileKind(tile.type)?.settings ?? [];
  const may = readablePaths(ctx.catalog.model, ctx.access);
  const object = String(tile.settings['object'] ?? '');
  return described.every((setting) => {
    const value = tile.settings[setting.name];
    if (value === undefined || !isTileSettingAsked(setting, tile.settings, described)) return true;
    return isReadable(ctx, may, { object, setting, value });
  });
}

function isReadable(
  ctx: AccessContext,
  may: ReadablePaths,
  { object, setting, value }: { object: string; setting: TileSetting; value: JsonValue },
): boolean {
  switch (setting.type) {
    case 'object':
      return may.object(object);
    case 'field':
      return may.path(object, String(value).split('.'));
    case 'filter':
      return may.expression(object, String(value), 'filter');
    case 'sort':
      return String(value)
        .split(',')
        .every((part) => may.path(object, part.trim().replace(/^-/, '').split('.')));
    case 'view': {
      const view = ctx.catalog.has(object)
        ? ctx.catalog.object(object).views.find((each) => each.name === value)
        : undefined;
      return view?.filter === undefined || may.expression(object, view.filter, 'filter');
    }
    default:
      return true;
  }
}
