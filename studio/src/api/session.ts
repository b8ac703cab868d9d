import type { JsonValue, Locale, Me } from '@stratacrm/sdk';
import { api } from './client.ts';

/** The code is for those with a second factor; without it they are answered `second_factor_required`. */
export function signIn(email: string, password: string, code?: string): Promise<unknown> {
  return api.post('/api/auth/login', { email, password, ...(code === undefined ? {} : { code }) });
}

/** The button of single sign-on; null where there is none. */
export async function fetchSingleSignOn(): Promise<{ label: string } | null> {
  type Methods = { data: { single_sign_on: { label: string } | null } };
  return (await api.get<Methods>('/api/auth/methods')).data.single_sign_on;
}

export function signOut(): Promise<void> {
  return api.post<void>('/api/auth/logout');
}

export async function fetchMe(): Promise<Me> {
  return unwrap(await api.get<Me | { data: Me } | { user: Me }>('/api/me'));
}

export interface MeChange {
  name?: string;
  locale?: Locale;
  time_zone?: string;
  password?: string;
  current_password?: string;
}

export async function changeMe(change: MeChange): Promise<Me> {
  return unwrap(await api.patch<Me | { data: Me } | { user: Me }>('/api/me', change));
}

export async function fetchPreferences(): Promise<Record<string, JsonValue>> {
  return (await api.get<{ data: Record<string, JsonValue> }>('/api/preferences')).data;
}

export function savePreference(key: string, value: JsonValue): Promise<void> {
  return api.put<void>(`/api/preferences/${encodeURIComponent(key)}`, { value });
}

function unwrap(answer: Me | { data: Me } | { user: Me }): Me {
  if ('data' in answer) return answer.data;
  return 'user' in answer ? answer.user : answer;
}

/** From now on this session sees as the user does, and changes nothing. */
export function seeAs(user: string): Promise<void> {
  return api.post('/api/see-as', { user });
}

/** It sees with its own eyes again. */
export function endSeeAs(): Promise<void> {
  return api.delete('/api/see-as');
}
