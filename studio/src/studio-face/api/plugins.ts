import type {
  DataChoice,
  InstalledPluginInfo,
  JsonObject,
  JsonValue,
  Label,
  PluginPackageInfo,
  PluginPlan,
  PluginRemovalPlan,
  PluginSettings,
  PluginSource,
  ReleaseInfo,
  TrustedPublisher,
} from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** What the registry offers under one name. */
export interface OfferedPlugin {
  package: string;
  version: string;
  description: string;
  publisher: string;
  published_at: string | null;
}

export interface RegistryVersion {
  version: string;
  published_at: string | null;
  size: number | null;
  deprecated: string | null;
}

/** Data that was taken out together with a plugin. */
export interface PluginExport {
  id: string;
  plugin: string;
  object: string;
  field: string | null;
  rows: number;
  made_at: string;
}

/** What was consented to. */
export interface PluginConsent {
  source: PluginSource;
  grants: string[];
  release: number;
  take: { kind: string; key: string; path: string }[];
  demo: boolean;
}

const path = (id: string): string => `/api/plugins/${encodeURIComponent(id)}`;

export async function fetchPlugins(): Promise<InstalledPluginInfo[]> {
  return (await api.get<{ data: InstalledPluginInfo[] }>('/api/plugins')).data;
}

export async function fetchPlugin(id: string): Promise<InstalledPluginInfo> {
  return (await api.get<{ data: InstalledPluginInfo }>(path(id))).data;
}

export async function searchRegistry(q: string): Promise<OfferedPlugin[]> {
  return (await api.get<{ data: OfferedPlugin[] }>('/api/plugin-registry', { query: { q: q || null } })).data;
}

export async function fetchVersions(name: string): Promise<RegistryVersion[]> {
  const { data } = await api.get<{ data: { versions: RegistryVersion[] } }>(
    `/api/plugin-registry/${encodeURIComponent(name)}`,
  );
  return data.versions;
}

export async function fetchPackage(digest: string): Promise<PluginPackageInfo> {
  return (await api.get<{ data: PluginPackageInfo }>(`/api/plugin-packages/${digest}`)).data;
}

export async function uploadPackage(file: Blob): Promise<string> {
  const bytes = file.slice(0, file.size, 'application/octet-stream');
  return (await api.post<{ data: { digest: string } }>('/api/plugin-packages', bytes)).data.digest;
}

export async function planPlugin(source: PluginSource): Promise<PluginPlan> {
  return (await api.post<{ data: PluginPlan }>('/api/plugins/plan', { source })).data;
}

export async function installPlugin(consent: PluginConsent): Promise<ReleaseInfo> {
  return (await api.post<{ release: ReleaseInfo }>('/api/plugins/install', consent)).release;
}

export async function switchPlugin(id: string, on: boolean): Promise<InstalledPluginInfo> {
  return (await api.post<{ data: InstalledPluginInfo }>(`${path(id)}/${on ? 'enable' : 'disable'}`)).data;
}

/** Tries again what could not be done with its records, or brings in its demonstration data. */
export async function settlePlugin(id: string, demo: boolean): Promise<InstalledPluginInfo> {
  return (await api.post<{ data: InstalledPluginInfo }>(`${path(id)}/settle`, { demo })).data;
}

export async function planRemoval(id: string, data: Record<string, DataChoice>): Promise<PluginRemovalPlan> {
  return (await api.post<{ data: PluginRemovalPlan }>(`${path(id)}/uninstall/plan`, { data })).data;
}

export async function removePlugin(
  id: string,
  data: Record<string, DataChoice>,
  release: number,
): Promise<ReleaseInfo> {
  return (await api.post<{ release: ReleaseInfo }>(`${path(id)}/uninstall`, { data, release })).release;
}

export async function fetchPluginSettings(id: string): Promise<PluginSettings> {
  return (await api.get<{ data: PluginSettings }>(`${path(id)}/settings`)).data;
}

export async function changePluginSettings(id: string, values: Record<string, JsonValue>): Promise<PluginSettings> {
  return (await api.patch<{ data: PluginSettings }>(`${path(id)}/settings`, values)).data;
}

/** What a check or a type of a plugin says of a value. */
export interface PartTrial {
  value: JsonValue;
  error: Label | null;
}

export async function tryPart(name: string, wish: { value: JsonValue; settings: JsonObject }): Promise<PartTrial> {
  return (await api.post<{ data: PartTrial }>(`/api/plugin-parts/${name}/try`, wish)).data;
}

export async function fetchPublishers(): Promise<TrustedPublisher[]> {
  return (await api.get<{ data: TrustedPublisher[] }>('/api/plugin-publishers')).data;
}

export async function trustPublisher(key: string, name: string): Promise<TrustedPublisher[]> {
  return (await api.post<{ data: TrustedPublisher[] }>('/api/plugin-publishers', { key, name })).data;
}

export async function distrustPublisher(key: string): Promise<void> {
  await api.delete(`/api/plugin-publishers/${encodeURIComponent(key)}`);
}

export async function fetchPluginExports(): Promise<PluginExport[]> {
  return (await api.get<{ data: PluginExport[] }>('/api/plugin-exports')).data;
}

export interface PluginLine {
  id: string;
  handler: string;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  facts: JsonValue;
  at: string;
}

export interface PluginRun {
  id: string;
  handler: string;
  status: 'waiting' | 'running' | 'done' | 'failed';
  error: string | null;
  started_at: string;
  repeatable: boolean;
}

/** What one handler used in one hour. */
export interface PluginUse {
  handler: string;
  at: string;
  calls: number;
  failures: number;
  cpu_ms: number;
  wall_ms: number;
  longest_ms: number;
}

export async function fetchPluginLines(id: string, level: string): Promise<PluginLine[]> {
  return (await api.get<{ data: PluginLine[] }>(`${path(id)}/log`, { query: { level: level || null } })).data;
}

export async function fetchPluginRuns(id: string, status: string): Promise<PluginRun[]> {
  return (await api.get<{ data: PluginRun[] }>(`${path(id)}/runs`, { query: { status: status || null } })).data;
}

export async function fetchPluginUse(id: string): Promise<PluginUse[]> {
  return (await api.get<{ data: PluginUse[] }>(`${path(id)}/use`)).data;
}

export async function repeatPluginRun(id: string, run: string): Promise<void> {
  await api.post(`${path(id)}/runs/${run}/repeat`);
}
