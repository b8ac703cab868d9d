import { DASHBOARD_COLUMNS, type TilePlace } from '@stratacrm/sdk';

interface Placed {
  id: string;
  at: TilePlace;
}

/** Whether two tiles would lie on one another. */
export function overlaps(a: TilePlace, b: TilePlace): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Tiles from top to bottom and from left to right: the order in which they are read. */
export function inReadingOrder<Tile extends Placed>(tiles: readonly Tile[]): Tile[] {
  return tiles.toSorted((a, b) => a.at.y - b.at.y || a.at.x - b.at.x);
}

/**
 * Where each tile stands: within the grid, below whatever it would lie on, and with no empty rows above it. `first` keeps its
 * place and the others give way.
 */
export function placeTiles(tiles: readonly Placed[], first?: string): Map<string, TilePlace> {
  const held = tiles.filter(({ id }) => id === first);
  const placed = new Map<string, TilePlace>();
  for (const { id, at } of [...held, ...inReadingOrder(tiles.filter((tile) => tile.id !== first))])
    placed.set(id, settled(within(at), [...placed.values()]));
  return risen(placed);
}

function within({ x, y, w, h }: TilePlace): TilePlace {
  const wide = Math.min(Math.max(1, w), DASHBOARD_COLUMNS);
  return { x: Math.min(Math.max(0, x), DASHBOARD_COLUMNS - wide), y: Math.max(0, y), w: wide, h: Math.max(1, h) };
}

function settled(at: TilePlace, others: readonly TilePlace[]): TilePlace {
  let place = at;
  for (let below = hit(place, others); below !== undefined; below = hit(place, others))
    place = { ...place, y: below.y + below.h };
  return place;
}

function hit(at: TilePlace, others: readonly TilePlace[]): TilePlace | undefined {
  return others.find((other) => overlaps(at, other));
}

/** From the top on each rises as far as there is room. */
function risen(placed: ReadonlyMap<string, TilePlace>): Map<string, TilePlace> {
  const result = new Map<string, TilePlace>();
  const order = inReadingOrder([...placed].map(([id, at]) => ({ id, at })));
  for (const { id, at } of order) {
    const others = [...result.values()];
    let { y } = at;
    while (y > 0 && hit({ ...at, y: y - 1 }, others) === undefined) y--;
    result.set(id, { ...at, y });
  }
  return result;
}
