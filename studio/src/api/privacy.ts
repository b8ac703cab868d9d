import type { AnonymisedCounts, AuditEntry, FoundPerson, PersonalRecord, SensitiveField } from '@stratacrm/sdk';
import { api, openStream } from './client.ts';

/** Records that tell of somebody, by e-mail, telephone or name. */
export async function findPerson(text: string): Promise<FoundPerson[]> {
  return (await api.post<{ data: FoundPerson[] }>('/api/privacy/find', { text })).data;
}

/** Everything kept of a person, as one JSON file. */
export async function exportPerson(records: readonly PersonalRecord[]): Promise<Blob> {
  return (await openStream('POST', '/api/privacy/export', { body: { records } })).blob();
}

/** What anonymising these records would touch. */
export async function previewAnonymising(records: readonly PersonalRecord[]): Promise<AnonymisedCounts> {
  return (await api.post<{ data: AnonymisedCounts }>('/api/privacy/preview', { records })).data;
}

/** For good. */
export async function anonymisePerson(records: readonly PersonalRecord[]): Promise<AnonymisedCounts> {
  return (await api.post<{ data: AnonymisedCounts }>('/api/privacy/anonymise', { records })).data;
}

export interface PrivacyRequests {
  data: AuditEntry[];
  page: { next: number | null };
}

/** What was exported and anonymised, newest first. */
export function fetchPrivacyRequests(before: number | null): Promise<PrivacyRequests> {
  return api.get<PrivacyRequests>('/api/privacy/requests', { query: { before, limit: 50 } });
}

/** Where personal and secret data is, how much of it there is, and which roles open it. */
export async function fetchSensitiveFields(): Promise<SensitiveField[]> {
  return (await api.get<{ data: SensitiveField[] }>('/api/privacy/fields')).data;
}
