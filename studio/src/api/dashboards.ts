import type { DashboardAnswer, DashboardDocument, DashboardInfo, FilterValues } from '@stratacrm/sdk';
import { api } from './client.ts';

/** The dashboards I may see, in their order. */
export async function listDashboards(): Promise<DashboardInfo[]> {
  return (await api.get<{ data: DashboardInfo[] }>('/api/dashboards')).data;
}

export async function getDashboard(name: string): Promise<DashboardDocument> {
  return (await api.get<{ data: DashboardDocument }>(`/api/dashboards/${encodeURIComponent(name)}`)).data;
}

/** What its tiles show, all at once. */
export async function readDashboard(
  name: string,
  filters: FilterValues,
  signal?: AbortSignal,
): Promise<DashboardAnswer> {
  const path = `/api/dashboards/${encodeURIComponent(name)}/data`;
  return (await api.post<{ data: DashboardAnswer }>(path, { filters }, signal && { signal })).data;
}

/** What tiles would show that are still being made. */
export async function tryDashboard(
  { filters, tiles }: Pick<DashboardDocument, 'filters' | 'tiles'>,
  signal?: AbortSignal,
): Promise<DashboardAnswer> {
  const path = '/api/studio/dashboards/try';
  return (await api.post<{ data: DashboardAnswer }>(path, { filters, tiles }, signal && { signal })).data;
}
