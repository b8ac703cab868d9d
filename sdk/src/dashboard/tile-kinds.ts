import type { TileKind } from './tile-kind.ts';
import { chartTile } from './tiles/chart.ts';
import { listTile } from './tiles/list.ts';
import { numberTile } from './tiles/number.ts';
import { screenTile } from './tiles/screen.ts';
import { textTile } from './tiles/text.ts';

/** Every kind of tile, in the order in which the designer offers them. */
export const TILE_KINDS = [
  numberTile,
  chartTile,
  listTile,
  textTile,
  screenTile,
] as const satisfies readonly TileKind[];

export type TileKindName = (typeof TILE_KINDS)[number]['name'];

const byName = new Map<string, TileKind>(TILE_KINDS.map((kind) => [kind.name, kind]));

export function tileKind(name: string): TileKind | undefined {
  return byName.get(name);
}
