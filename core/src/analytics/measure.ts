import type { DashboardTile } from '@stratacrm/sdk';
import { settingText } from './tile-question.ts';

/** The aggregate that a tile shows: `count()`, `sum(amount)`. */
export function measureOf(tile: DashboardTile): string {
  const aggregate = settingText(tile, 'aggregate') ?? 'count';
  const field = settingText(tile, 'field') ?? '';
  if (aggregate === 'count') return 'count()';
  return aggregate === 'distinct' ? `count(distinct ${field})` : `${aggregate}(${field})`;
}

/** Whether what belongs to several groups can be added up. */
export function isAdditive(tile: DashboardTile): boolean {
  return ['count', 'sum'].includes(settingText(tile, 'aggregate') ?? 'count');
}
