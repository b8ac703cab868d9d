import type { ConnectionInfo, ConnectionTrial, DeliveryInfo, Label, Locale, MailPreview } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** A connection as it is to be kept. */
export interface ConnectionChange {
  kind: string;
  title: string;
  settings: ConnectionInfo['settings'];
  secrets: { [name: string]: string | null };
}

export async function fetchConnections(): Promise<ConnectionInfo[]> {
  return (await api.get<{ data: ConnectionInfo[] }>('/api/connections')).data;
}

export async function putConnection(name: string, change: ConnectionChange): Promise<ConnectionInfo> {
  return (await api.put<{ data: ConnectionInfo }>(`/api/connections/${name}`, change)).data;
}

export async function deleteConnection(name: string): Promise<void> {
  await api.delete(`/api/connections/${name}`);
}

export async function testConnection(name: string): Promise<string> {
  return (await api.post<{ data: ConnectionTrial }>(`/api/connections/${name}/test`, {})).data.answer;
}

export interface DeliveryPage {
  data: DeliveryInfo[];
  next: string | null;
}

export function fetchDeliveries(state: string, before: string | null): Promise<DeliveryPage> {
  return api.get<DeliveryPage>('/api/deliveries', { query: { state: state || null, before, limit: 100 } });
}

export async function retryDelivery(id: string): Promise<void> {
  await api.post(`/api/deliveries/${id}/retry`, {});
}

/** A template as it stands, with a record to fill it. */
export interface TemplateDraft {
  object: string;
  record: string;
  language: Locale;
  subject: Label;
  body: Label;
}

export async function previewMail(draft: TemplateDraft): Promise<MailPreview> {
  return (await api.post<{ data: MailPreview }>('/api/studio/email-templates/preview', draft)).data;
}
