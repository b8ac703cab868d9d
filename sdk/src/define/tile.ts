import type { TILE_KINDS, TileKindName } from '../dashboard/tile-kinds.ts';
import type { WrittenSettings } from '../dashboard/tile-setting.ts';
import type { DashboardTile, TilePlace } from '../documents/dashboard.ts';
import type { Label } from '../label.ts';

/** What a tile is called and where it stands. */
export interface TileFrame {
  label: Label;
  description?: Label;
  at: TilePlace;
  ignores?: string[];
}

/** The settings of a kind of tile. */
export type SettingsOfTile<Name extends TileKindName> = WrittenSettings<
  Extract<(typeof TILE_KINDS)[number], { name: Name }>['settings']
>;

/** One tile of a dashboard: its key, its kind, its frame, its settings. */
export function tile<Name extends TileKindName>(
  id: string,
  type: Name,
  frame: TileFrame,
  settings: SettingsOfTile<Name>,
): DashboardTile {
  return { id, type, ...frame, settings: settings as DashboardTile['settings'] };
}
