import type { TileKindName } from '@stratacrm/sdk';
import type { Component } from 'vue';
import ChartTile from './ChartTile.vue';
import ListTile from './ListTile.vue';
import NumberTile from './NumberTile.vue';
import ScreenTile from './ScreenTile.vue';
import TextTile from './TextTile.vue';

/** How each kind of tile looks. */
export const TILE_VIEWS: { [Name in TileKindName]: Component } = {
  number: NumberTile,
  chart: ChartTile,
  list: ListTile,
  text: TextTile,
  screen: ScreenTile,
};
