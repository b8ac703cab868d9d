import type { Explanation, RecordReader, RecordShare, RecordShares, ShareInput, Verb } from '@stratacrm/sdk';
import { api } from '../api/client.ts';

const at = (object: string, id: string, ...rest: string[]): string =>
  `/api/records/${[object, id, ...rest].map(encodeURIComponent).join('/')}`;

/** The shares of a record that this person may know of, and what he may hand out himself. */
export async function fetchShares(object: string, id: string): Promise<RecordShares> {
  const { data, may_share } = await api.get<{ data: RecordShare[]; may_share: RecordShares['may_share'] }>(
    at(object, id, 'shares'),
  );
  return { shares: data, may_share };
}

export async function shareRecord(object: string, id: string, input: ShareInput): Promise<RecordShare> {
  return (await api.post<{ data: RecordShare }>(at(object, id, 'shares'), input)).data;
}

export function endShare(object: string, id: string, share: string): Promise<void> {
  return api.delete(at(object, id, 'shares', share));
}

/** Everybody who can see the record; for who may share it or manages users. */
export async function fetchReaders(object: string, id: string): Promise<RecordReader[]> {
  return (await api.get<{ data: RecordReader[] }>(at(object, id, 'readers'))).data;
}

export interface AccessQuestion {
  user?: string | undefined;
  object: string;
  id?: string | undefined;
  field?: string | undefined;
  door?: Verb | undefined;
}

export async function explain(question: AccessQuestion): Promise<Explanation> {
  return (await api.get<{ data: Explanation }>('/api/explain', { query: { ...question } })).data;
}
