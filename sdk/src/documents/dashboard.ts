import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/** Where a tile stands on the grid: the columns and rows it begins at, counted from 0, and how many it takes. */
export interface TilePlace {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** One tile of a dashboard. Its settings are declared by the tile kind in `dashboard/tiles/`. */
export interface DashboardTile {
  /** Stable key, unique in the dashboard, by which layers merge. */
  id: string;
  /** Name of a tile kind. */
  type: string;
  label: Label;
  description?: Label;
  /** On a grid of 12 columns; tiles that would overlap move down. */
  at: TilePlace;
  settings: { [name: string]: JsonValue };
  /** Ids of filters of the dashboard that leave this tile as it is. */
  ignores?: string[];
}

/** What a reader can narrow all tiles of a dashboard by. */
export interface DashboardFilter {
  /** Stable key, unique in the dashboard; also its name in the address. */
  id: string;
  /**
   * `period`: days, by each tile's own date. `owner`: people, by `owner`. `team`: teams, by `owner.team`. `field`: values of
   * the fields named in `fields`.
   */
  type: 'period' | 'owner' | 'team' | 'field';
  /** Absent: what its type or its field is called. */
  label?: Label;
  /** Object → the field or dotted path by which its tiles are narrowed; tiles of objects that it leaves out stay as they are. */
  fields?: { [object: string]: string };
  /** What it is at first: a period such as `this_quarter`, or a list of ids or values; `me` and `mine` are the reader and his teams. */
  default?: string | string[];
}

/** Numbers, charts and lists side by side, over records of any objects. */
export interface DashboardDocument extends DocumentBase<'dashboard'> {
  /** Version of the shape of this document. */
  format: 1;
  /** Name of a Lucide icon. */
  icon?: string;
  /** Names of the roles that may see it; absent or empty: everybody. */
  roles?: string[];
  /** Names of the roles whose people find it on their home page unless they choose another. */
  home_for?: string[];
  /** Position among the dashboards, lowest first. */
  order?: number;
  filters: DashboardFilter[];
  tiles: DashboardTile[];
}

/** Columns of the grid on which tiles stand. */
export const DASHBOARD_COLUMNS = 12;
