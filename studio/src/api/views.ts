import type { SavedView } from '@stratacrm/sdk';
import { api } from './client.ts';

export type SavedViewInput = Omit<SavedView, 'id' | 'owner'>;

export async function listViews(object: string): Promise<SavedView[]> {
  return (await api.get<{ data: SavedView[] }>('/api/views', { query: { object } })).data;
}

export async function createView(view: SavedViewInput): Promise<SavedView> {
  return (await api.post<{ data: SavedView }>('/api/views', view)).data;
}

export async function updateView(id: string, change: Partial<SavedViewInput>): Promise<SavedView> {
  return (await api.patch<{ data: SavedView }>(`/api/views/${encodeURIComponent(id)}`, change)).data;
}

export function deleteView(id: string): Promise<void> {
  return api.delete(`/api/views/${encodeURIComponent(id)}`);
}
