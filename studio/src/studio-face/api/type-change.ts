import type { GroupPage } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** A value that the field's present type could not take. */
export interface KeptValue {
  record_id: string;
  value: string;
  message: string;
  type: string;
  release: number;
}

const at = encodeURIComponent;

/** Where all values that would not convert are had as a file. */
export function failingFileOf(layer: string, object: string, field: string): string {
  return `/api/studio/type-changes/${at(object)}/${at(field)}/failing.csv?layer=${at(layer)}`;
}

export function keptFileOf(object: string, field: string): string {
  return `/api/studio/kept-values/${at(object)}/${at(field)}/values.csv`;
}

export function fetchKeptValues(object: string, field: string): Promise<{ data: KeptValue[]; count: number }> {
  return api.get(`/api/studio/kept-values/${at(object)}/${at(field)}`, { query: { limit: 5 } });
}

/** The values a field has, most frequent first. */
export async function fetchValuesInUse(object: string, field: string, most: number): Promise<string[]> {
  const query = { group_by: [field], aggregates: { n: 'count()' }, sort: '-n', limit: most };
  const { data } = await api.post<GroupPage>(`/api/records/${at(object)}/query`, query);
  return data.map((row) => row[field]).filter((value) => typeof value === 'string' && value.trim() !== '') as string[];
}
