import type { ViewBody, ViewTypeDocument } from '@stratacrm/sdk';

const ICONS = { table: 'table', board: 'kanban', calendar: 'calendar-days', declared: 'layout-grid' };

/** The icon of how a view shows its records; what a plugin declares may have one of its own. */
export function viewIcon(
  { type, declared }: Pick<ViewBody, 'type' | 'declared'>,
  types: Readonly<Record<string, ViewTypeDocument>>,
): string {
  return (type === 'declared' ? types[declared?.view_type ?? '']?.icon : undefined) ?? ICONS[type];
}
