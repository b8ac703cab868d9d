import { api } from './client.ts';

/** Words in use in a field of free words, the most used first. */
export async function suggestValues(object: string, field: string, q: string, signal?: AbortSignal): Promise<string[]> {
  const path = `/api/suggestions/${encodeURIComponent(object)}/${encodeURIComponent(field)}`;
  return (await api.get<{ data: string[] }>(path, { query: { q }, ...(signal && { signal }) })).data;
}
