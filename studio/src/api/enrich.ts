import type { EnrichAnswer } from '@stratacrm/sdk';
import { api } from './client.ts';

/** What the sources of plugins propose for a record. */
export async function enrichRecord(object: string, id: string): Promise<EnrichAnswer> {
  return (await api.post<{ data: EnrichAnswer }>(`/api/records/${object}/${id}/enrich`, {})).data;
}
