import type { TileKindName } from '@stratacrm/sdk';
import { defineAsyncComponent, type Component } from 'vue';
import ChartTile from './ChartTile.vue';
import ListTile from './ListTile.vue';
import NumberTile from './NumberTile.vue';
import TextTile from './TextTile.vue';

/** How each kind of tile looks. */
export const TILE_VIEWS: { [Name in TileKindName]: Component } = {
  number: NumberTile,
  chart: ChartTile,
  list: ListTile,
  text: TextTile,
  // With all that frames need, which few dashboards have.
  screen: defineAsyncComponent(() => import('./ScreenTile.vue')),
};
