import type { ApiKeyInfo } from '@stratacrm/sdk';
import { api } from './client.ts';

/** Whose keys: `me`, or the id of a user. */
export type KeyOwner = string;

export interface NewApiKey {
  name: string;
  /** Absent: all roles of the user. */
  roles?: readonly string[];
  expires_at?: string;
}

const addressOf = (owner: KeyOwner): string => (owner === 'me' ? '/api/api-keys' : `/api/users/${owner}/api-keys`);

export async function fetchApiKeys(owner: KeyOwner): Promise<ApiKeyInfo[]> {
  return (await api.get<{ data: ApiKeyInfo[] }>(addressOf(owner))).data;
}

/** The key itself is in this answer and never again. */
export function createApiKey(input: NewApiKey): Promise<{ key: string; data: ApiKeyInfo }> {
  return api.post('/api/api-keys', input);
}

export function deleteApiKey(owner: KeyOwner, id: string): Promise<void> {
  return api.delete(`${addressOf(owner)}/${id}`);
}
