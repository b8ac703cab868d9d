import {
  isTileSettingAsked,
  tileKind,
  traitsOf,
  type CompiledObject,
  type DashboardDocument,
  type DashboardFilter,
  type DashboardTile,
  type JsonValue,
  type TilePlace,
  type TileSetting,
  type TileKindName,
} from '@stratacrm/sdk';
import { placeTiles } from '../../dashboards/place-tiles.ts';
import { freeName } from '../names/suggest-name.ts';

/*
 * What a designer does to a dashboard. Each function answers a new one and leaves the old as it was, so undo is a list of
 * dashboards.
 */

/** The dashboard with every tile where it is shown; `first` keeps the place it was given. */
export function settled(dashboard: DashboardDocument, first?: string): DashboardDocument {
  const places = placeTiles(dashboard.tiles, first);
  const tiles = dashboard.tiles.map((tile) => ({ ...tile, at: places.get(tile.id) ?? tile.at }));
  return { ...dashboard, tiles };
}

export function placeTile(dashboard: DashboardDocument, id: string, at: TilePlace): DashboardDocument {
  return settled({ ...dashboard, tiles: dashboard.tiles.map((tile) => (tile.id === id ? { ...tile, at } : tile)) }, id);
}

/** A place moved or resized by whole columns and rows, within the grid and not smaller than its kind allows. */
export function nudged(tile: DashboardTile, by: Partial<TilePlace>): TilePlace {
  const { least = { w: 1, h: 1 } } = tileKind(tile.type)?.size ?? {};
  const w = clamp(tile.at.w + (by.w ?? 0), least.w, 12);
  return {
    x: clamp(tile.at.x + (by.x ?? 0), 0, 12 - w),
    y: Math.max(0, tile.at.y + (by.y ?? 0)),
    w,
    h: clamp(tile.at.h + (by.h ?? 0), least.h, 40),
  };
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Where a new tile goes that nobody puts anywhere: below all others. */
export function below(dashboard: DashboardDocument, type: TileKindName): TilePlace {
  const { w = 6, h = 4 } = tileKind(type)?.size ?? {};
  const y = Math.max(0, ...[...placeTiles(dashboard.tiles).values()].map((at) => at.y + at.h));
  return { x: 0, y, w, h };
}

/** A tile of the kind, with what it cannot do without, beside the object that the last one showed. */
export function newTile(
  dashboard: DashboardDocument,
  { type, at, screen }: { type: TileKindName; at: TilePlace; screen?: string | undefined },
  objects: Readonly<Record<string, CompiledObject>>,
): DashboardTile {
  const kind = tileKind(type)!;
  const taken = new Set(dashboard.tiles.map((tile) => tile.id));
  const shown = dashboard.tiles.findLast((tile) => typeof tile.settings['object'] === 'string')?.settings['object'];
  const object = objects[String(shown)] ?? firstObject(objects);
  const settings: DashboardTile['settings'] = {};
  for (const setting of kind.settings) {
    if (setting.required !== true || !isTileSettingAsked(setting, settings, kind.settings)) continue;
    if (setting.type === 'object' && object !== undefined) settings[setting.name] = object.name;
    if (setting.type === 'field' && object !== undefined) settings[setting.name] = fieldFor(setting, settings, object);
    if (setting.type === 'rich_text') settings[setting.name] = { en: '<p>Text</p>', zh: '<p>文本</p>' };
    if (setting.type === 'screen' && screen !== undefined) settings[setting.name] = screen;
  }
  const own = object !== undefined && 'object' in settings ? object.label_plural : kind.label;
  return { id: freeName(type, taken), type, label: own, at, settings };
}

function firstObject(objects: Readonly<Record<string, CompiledObject>>): CompiledObject | undefined {
  const own = Object.values(objects).filter((object) => !object.managed && object.archived !== true);
  return own.toSorted((a, b) => (a.nav_order ?? 1e6) - (b.nav_order ?? 1e6))[0];
}

/** The tile with another value in one setting; undefined takes it out. */
export function withSetting(tile: DashboardTile, name: string, value: JsonValue | undefined): DashboardTile {
  const { [name]: _, ...others } = tile.settings;
  return { ...tile, settings: { ...others, ...(value !== undefined && { [name]: value }) } };
}

const OF_OBJECT: ReadonlySet<string> = new Set(['object', 'field', 'fields', 'filter', 'sort', 'view']);

/** The tile over records of another object: what was said of the former goes, what it cannot do without is chosen anew. */
export function withObject(
  tile: DashboardTile,
  object: CompiledObject,
  before: CompiledObject | undefined,
): DashboardTile {
  const described = tileKind(tile.type)?.settings ?? [];
  const gone = new Set(described.filter(({ type }) => OF_OBJECT.has(type)).map((setting) => setting.name));
  const kept = Object.fromEntries(Object.entries(tile.settings).filter(([name]) => !gone.has(name)));
  const settings: DashboardTile['settings'] = { ...kept, object: object.name };
  for (const setting of described)
    if (setting.type === 'field' && setting.required === true && isTileSettingAsked(setting, settings, described))
      settings[setting.name] = fieldFor(setting, settings, object);
  const named = before !== undefined && before.label_plural.en === tile.label.en;
  return { ...tile, settings, ...(named && { label: object.label_plural }) };
}

/** A field that the setting takes: a choice before all others, for it makes the clearest groups. */
function fieldFor(setting: TileSetting, settings: DashboardTile['settings'], object: CompiledObject): string {
  const needs = setting.needs?.(settings);
  const fields = Object.values(object.fields).filter(
    (field) => field.archived !== true && !field.system && (needs === undefined || traitsOf(field)[needs]),
  );
  return (fields.find((field) => traitsOf(field).options) ?? fields[0])?.name ?? 'owner';
}

/** A filter of the type with a name of its own. */
export function newFilter(dashboard: DashboardDocument, type: DashboardFilter['type']): DashboardFilter {
  const id = freeName(type === 'field' ? 'filter' : type, new Set(dashboard.filters.map((filter) => filter.id)));
  return type === 'period' ? { id, type, default: 'this_quarter' } : { id, type };
}

/** Without the filter, also where tiles leave it out. */
export function withoutFilter(dashboard: DashboardDocument, id: string): DashboardDocument {
  return {
    ...dashboard,
    filters: dashboard.filters.filter((filter) => filter.id !== id),
    tiles: dashboard.tiles.map((tile) => ignoring(tile, id, false)),
  };
}

/** Whether the tile is left alone by a filter. */
export function ignoring(tile: DashboardTile, filter: string, ignored: boolean): DashboardTile {
  const { ignores = [], ...rest } = tile;
  const others = ignores.filter((id) => id !== filter);
  const next = ignored ? [...others, filter] : others;
  return next.length === 0 ? rest : { ...rest, ignores: next };
}

/** The objects that the tiles show. */
export function objectsShown(dashboard: DashboardDocument): string[] {
  return [
    ...new Set(
      dashboard.tiles.flatMap((tile) => (typeof tile.settings['object'] === 'string' ? [tile.settings['object']] : [])),
    ),
  ];
}

/** Without the properties that are undefined. */
export function changed<Value extends object>(
  value: Value,
  changes: { [Key in keyof Value]?: Value[Key] | undefined },
): Value {
  return Object.fromEntries(Object.entries({ ...value, ...changes }).filter(([, each]) => each !== undefined)) as Value;
}
