import type { SearchGaps, SearchHit } from '@stratacrm/sdk';
import { api } from './client.ts';

/** What was found, and what of the index is still being made, so that something may be missing. */
export interface SearchAnswer {
  hits: SearchHit[];
  incomplete: SearchGaps | null;
}

/** Records of all objects (or one) whose text matches. */
export async function searchRecords(
  q: string,
  options: { object?: string; limit?: number; signal?: AbortSignal } = {},
): Promise<SearchAnswer> {
  const { object, limit, signal } = options;
  const { data, incomplete } = await api.get<{ data: SearchHit[]; incomplete?: SearchGaps }>('/api/search', {
    query: { q, object, limit },
    ...(signal && { signal }),
  });
  return { hits: data, incomplete: incomplete ?? null };
}
