import type { SessionInfo } from '@stratacrm/sdk';
import { api } from './client.ts';

/** Whose sessions: `me`, or the id of a user. */
export type SessionOwner = string;

const addressOf = (owner: SessionOwner): string =>
  owner === 'me' ? '/api/me/sessions' : `/api/users/${owner}/sessions`;

export async function fetchSessions(owner: SessionOwner): Promise<SessionInfo[]> {
  return (await api.get<{ data: SessionInfo[] }>(addressOf(owner))).data;
}

export function endSession(owner: SessionOwner, id: string): Promise<void> {
  return api.delete(`${addressOf(owner)}/${id}`);
}

/** Ends all of a user's sessions; of one's own, all but this one. Answers with how many there were. */
export async function endSessions(owner: SessionOwner): Promise<number> {
  return (await api.delete<{ data: { ended: number } }>(addressOf(owner))).data.ended;
}
