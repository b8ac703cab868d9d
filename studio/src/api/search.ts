import type { SearchHit } from '@stratacrm/sdk';
import { api } from './client.ts';

/** Records of all objects (or one) whose text matches. */
export async function searchRecords(
  q: string,
  options: { object?: string; limit?: number; signal?: AbortSignal } = {},
): Promise<SearchHit[]> {
  const { object, limit, signal } = options;
  return (
    await api.get<{ data: SearchHit[] }>('/api/search', { query: { q, object, limit }, ...(signal && { signal }) })
  ).data;
}
