import type { TileKindName } from '@stratacrm/sdk';
import type { TileReading } from './tile-question.ts';
import { chartReading } from './tiles/chart.ts';
import { listReading } from './tiles/list.ts';
import { numberReading } from './tiles/number.ts';

/** How each kind of tile reads its records; null where it shows only what its settings say. */
export const TILE_READINGS: { [Name in TileKindName]: TileReading | null } = {
  number: numberReading,
  chart: chartReading,
  list: listReading,
  text: null,
  screen: null,
};
