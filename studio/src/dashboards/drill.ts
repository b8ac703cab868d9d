import type { DashboardTile } from '@stratacrm/sdk';
import type { RouteLocationRaw } from 'vue-router';
import type { ChartTable } from './chart-table.ts';

/** The list of exactly the records that every one of these filters finds. */
export function listOf(tile: DashboardTile, filters: readonly string[]): RouteLocationRaw {
  const object = String(tile.settings['object']);
  const filter = filters.filter((each) => each !== '').join(' && ');
  return { path: `/o/${object}`, query: { type: 'table', filter } };
}

/** The records behind one cell of a chart; null where they cannot be named. */
export function recordsOf(
  tile: DashboardTile,
  filter: string,
  { table, row, column }: { table: ChartTable; row: number; column: number },
): RouteLocationRaw | null {
  const heads = [table.rows[row], ...(table.parts.length === 0 ? [] : [table.parts[column]])];
  const filters = heads.flatMap((head) => head?.filter ?? []);
  return filters.length < heads.length ? null : listOf(tile, [filter, ...filters]);
}
