import type { JsonObject, JsonValue, Label, ScreenMount, ServerMethod } from '@stratacrm/sdk';
import { api } from './client.ts';

/** A screen of a plugin, and which package it comes with. */
export interface PluginScreenInfo {
  name: string;
  label: Label;
  mount: ScreenMount;
  plugin: { id: string; label: Label; version: string };
  digest: string;
  development: boolean;
}

const path = (screen: string): string => `/api/plugin-screens/${encodeURIComponent(screen)}`;

export async function fetchScreen(screen: string): Promise<PluginScreenInfo> {
  return (await api.get<{ data: PluginScreenInfo }>(path(screen))).data;
}

/** Where the frame of a screen is loaded from. */
export function screenAddress({ name, digest }: PluginScreenInfo): string {
  return `${path(name)}/page?digest=${digest}`;
}

/** Tells the administrator that a screen had to be ended. */
export async function reportStopped(screen: string, code: string, reason: string): Promise<void> {
  await api.post(`${path(screen)}/stopped`, { code, reason: reason.slice(0, 300) });
}

export async function callScreen(
  screen: string,
  method: ServerMethod,
  given: JsonObject,
  signal: AbortSignal,
): Promise<JsonValue> {
  return (await api.post<{ data: JsonValue }>(`${path(screen)}/calls`, { method, given }, { signal })).data;
}
