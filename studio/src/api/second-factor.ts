import type { SecondFactorInfo } from '@stratacrm/sdk';
import { api } from './client.ts';

const MINE = '/api/me/second-factor';

/** What an authenticator app is given, typed or as a QR code. */
export interface Enrolment {
  setup_key: string;
  uri: string;
}

export async function fetchSecondFactor(): Promise<SecondFactorInfo> {
  return (await api.get<{ data: SecondFactorInfo }>(MINE)).data;
}

export async function beginSecondFactor(password: string): Promise<Enrolment> {
  return (await api.post<{ data: Enrolment }>(MINE, { current_password: password })).data;
}

/** Answers with the recovery codes, told once. */
export async function confirmSecondFactor(code: string): Promise<string[]> {
  return codesOf(await api.post<Codes>(`${MINE}/confirm`, { code }));
}

export async function renewRecoveryCodes(password: string): Promise<string[]> {
  return codesOf(await api.post<Codes>(`${MINE}/recovery-codes`, { current_password: password }));
}

export function endSecondFactor(password: string, code: string): Promise<void> {
  return api.post<void>(`${MINE}/end`, { current_password: password, code });
}

export async function fetchUserSecondFactor(user: string): Promise<SecondFactorInfo> {
  return (await api.get<{ data: SecondFactorInfo }>(`/api/users/${user}/second-factor`)).data;
}

export function resetSecondFactor(user: string): Promise<void> {
  return api.delete(`/api/users/${user}/second-factor`);
}

interface Codes {
  data: { recovery_codes: string[] };
}

function codesOf({ data }: Codes): string[] {
  return data.recovery_codes;
}
