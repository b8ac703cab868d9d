import {
  StrataError,
  type DashboardFilter,
  type DashboardTile,
  type DayRange,
  type FilterValues,
  type TileData,
  type TileKindName,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import type { Database } from '../kernel/database.ts';
import { isStaleCatalogError } from '../model/stale-catalog.ts';
import { checkChosen, narrow, type Chosen } from './narrowing.ts';
import { isReadableTile } from './readable-tile.ts';
import { TILE_READINGS } from './tile-readings.ts';

/** One statement of a tile may take so long; people stop waiting before. */
const MOST_SECONDS = 8;

/** What a tile shows, or why it shows nothing. */
export type ReadTile = { data: TileData; filter: string; range?: DayRange; untouched: string[] } | { error: unknown };

/** Tiles to be read for somebody. */
export interface TilesWanted {
  filters: readonly DashboardFilter[];
  tiles: readonly DashboardTile[];
  values: FilterValues;
  /** What is wrong with a tile that is still being made; it is not read. */
  faulty?: (tile: DashboardTile) => StrataError | undefined;
}

/**
 * Reads tiles, as many at a time as it has seats, whoever asks: what is left of the connections is for those who work on
 * single records meanwhile.
 */
export class TileDesk {
  readonly #database: Database;
  readonly #seconds: number;
  #seats: number;
  #queue: (() => void)[] = [];

  constructor(database: Database, { seats, seconds = MOST_SECONDS }: { seats: number; seconds?: number }) {
    this.#database = database;
    this.#seats = seats;
    this.#seconds = seconds;
  }

  /** Each tile stands or fails by itself. Throws where a filter is none, or the catalog is no longer the live one. */
  async read(ctx: AccessContext, { filters, tiles, values, faulty }: TilesWanted): Promise<Map<string, ReadTile>> {
    const chosen: Chosen = { filters, values };
    checkChosen(ctx, chosen);
    const read = tiles.map(async (tile): Promise<[string, ReadTile]> => {
      const fault = faulty?.(tile);
      return [tile.id, fault === undefined ? await this.#tile(ctx, tile, chosen) : { error: fault }];
    });
    return new Map(await Promise.all(read));
  }

  async #tile(ctx: AccessContext, tile: DashboardTile, chosen: Chosen): Promise<ReadTile> {
    try {
      if (!isReadableTile(ctx, tile)) throw new StrataError('tile_not_readable');
      const reading = TILE_READINGS[tile.type as TileKindName];
      if (reading === null) return { data: { kind: 'none' }, filter: '', untouched: [] };
      const narrowing = narrow(ctx, tile, chosen);
      const question = { ctx, tile, narrowing };
      const data = await this.within((db) => reading.read({ ...question, ctx: { ...ctx, db } }));
      return {
        data,
        filter: reading.filter(question),
        ...(narrowing.days && { range: narrowing.days.range }),
        untouched: narrowing.untouched,
      };
    } catch (error) {
      if (isStaleCatalogError(error)) throw error;
      return { error };
    }
  }

  /** Reads in a transaction of its own as soon as a seat is free. Throws `tile_too_slow` when a statement's time is up. */
  async within<Result>(read: (db: AccessContext['db']) => Promise<Result>): Promise<Result> {
    if (this.#seats === 0) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#seats--;
    try {
      return await this.#database.transaction((db) => this.#timed(db, read), { readOnly: true });
    } catch (error) {
      throw isOutOfTime(error) ? new StrataError('tile_too_slow', { seconds: this.#seconds }) : error;
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#seats++;
      else next();
    }
  }

  async #timed<Result>(db: AccessContext['db'], read: (db: AccessContext['db']) => Promise<Result>): Promise<Result> {
    await db.query(`select set_config('statement_timeout', $1, true)`, [String(this.#seconds * 1000)]);
    return read(db);
  }
}

/** query_canceled: its time was up. */
function isOutOfTime(error: unknown): boolean {
  return (error as { code?: string }).code === '57014';
}
