import type { DashboardTile, TileData } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import type { Narrowing } from './narrowing.ts';

/** A tile to be answered for somebody, who may read everything it is made of. */
export interface TileQuestion {
  ctx: AccessContext;
  tile: DashboardTile;
  narrowing: Narrowing;
}

/** What a kind of tile asks of the records. */
export interface TileReading {
  /** The CEL of all its records. */
  filter(question: TileQuestion): string;
  read(question: TileQuestion): Promise<TileData>;
}

/** A setting that is a text; undefined where it is not said. */
export function settingText({ settings }: DashboardTile, name: string): string | undefined {
  const value = settings[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
