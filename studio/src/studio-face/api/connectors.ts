import type { ConnectorInfo, ConnectorMapping, ConnectorRun } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** What of a connector is to be otherwise. */
export interface ConnectorChange {
  pull?: boolean;
  push?: boolean;
  deletes?: boolean;
  /** null: as its author says. */
  schedule?: string | null;
  mapping?: ConnectorMapping;
}

const path = (plugin: string, name?: string): string =>
  `/api/plugins/${encodeURIComponent(plugin)}/connectors${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;

type Answer = Promise<{ data: ConnectorInfo }>;

export async function fetchConnectors(plugin: string): Promise<ConnectorInfo[]> {
  return (await api.get<{ data: ConnectorInfo[] }>(path(plugin))).data;
}

export async function changeConnector(plugin: string, name: string, change: ConnectorChange): Promise<ConnectorInfo> {
  return (await (api.patch(path(plugin, name), change) as Answer)).data;
}

export async function runConnector(plugin: string, name: string, direction: 'pull' | 'push'): Promise<ConnectorInfo> {
  return (await (api.post(`${path(plugin, name)}/run`, { direction }) as Answer)).data;
}

/** Every record there is, once, as if it had changed. */
export async function tellAllRecords(plugin: string, name: string): Promise<ConnectorInfo> {
  return (await (api.post(`${path(plugin, name)}/run`, { direction: 'push', all: true }) as Answer)).data;
}

/** How many records the reader sees of the object; null: he may not read it. */
export async function countRecords(object: string): Promise<number | null> {
  const query = { limit: 1, fields: 'id', count: 'exact' };
  try {
    return (await api.get<{ count?: number }>(`/api/records/${object}`, { query })).count ?? null;
  } catch {
    return null;
  }
}

export async function rewindConnector(plugin: string, name: string): Promise<ConnectorInfo> {
  return (await (api.post(`${path(plugin, name)}/rewind`) as Answer)).data;
}

export async function stopConnectorRun(plugin: string, name: string, run: string): Promise<ConnectorInfo> {
  return (await (api.post(`${path(plugin, name)}/runs/${run}/stop`) as Answer)).data;
}

export async function fetchConnectorRuns(
  plugin: string,
  name: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ConnectorRun[]> {
  const query = { limit: String(limit), before: before ?? null };
  return (await api.get<{ data: ConnectorRun[] }>(`${path(plugin, name)}/runs`, { query })).data;
}
