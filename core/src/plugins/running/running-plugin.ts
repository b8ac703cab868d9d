import {
  CALL_LIMITS,
  CPU_MS_PER_RECORD,
  MEMORY_MB,
  MINUTE_LIMITS,
  type CallKind,
  type CallLimits,
  type Capability,
  type JsonObject,
  type MinuteLimits,
  type PluginManifest,
} from '@stratacrm/sdk';
import { createHash } from 'node:crypto';
import type { SandboxPlugin } from '../sandbox/sandbox.ts';

/** What is known of an installed plugin. */
export interface RunnablePlugin {
  id: string;
  version: string;
  /** Of its package. */
  digest: string;
  manifest: PluginManifest;
  bundle: string;
  enabled: boolean;
  granted: readonly Capability[];
  settings: JsonObject;
  /** Base64 of what is sealed, by name. */
  secrets: Record<string, string>;
}

/** A plugin that is switched on, ready to be called. */
export interface RunningPlugin extends RunnablePlugin {
  sandboxed: SandboxPlugin;
  limits: Readonly<Record<CallKind, CallLimits>>;
}

/** Equal only for the same code with the same grants. */
export function runningPlugin(plugin: RunnablePlugin): RunningPlugin {
  const { id, version, digest, manifest, bundle, granted } = plugin;
  const { memory_mb: memory = MEMORY_MB, minute = {} } = manifest.limits ?? {};
  const mark = createHash('sha256')
    .update(JSON.stringify([version, digest, bundle, granted, memory]))
    .digest('hex');
  const sandboxed: SandboxPlugin = {
    id,
    label: manifest.label,
    key: `${id} ${mark.slice(0, 24)}`,
    bundle,
    memoryMb: Math.max(8, Math.min(memory, MEMORY_MB)),
    minute: lower(MINUTE_LIMITS, minute),
  };
  return { ...plugin, sandboxed, limits: limitsOf(manifest) };
}

/** What a call for so many records may use. */
export function limitsFor(plugin: RunningPlugin, kind: CallKind, records: number): CallLimits {
  const limits = plugin.limits[kind];
  return { ...limits, cpu_ms: limits.cpu_ms + records * CPU_MS_PER_RECORD };
}

function limitsOf({ limits }: PluginManifest): RunningPlugin['limits'] {
  const entries = Object.entries(CALL_LIMITS).map(([kind, standard]) => [
    kind,
    lower(standard, limits?.calls?.[kind as CallKind] ?? {}),
  ]);
  return Object.fromEntries(entries) as RunningPlugin['limits'];
}

/** A plugin may bind itself more tightly, never loosen. */
export function lower<Limits extends CallLimits | MinuteLimits>(standard: Limits, own: Partial<Limits>): Limits {
  const entries = Object.entries(standard).map(([name, most]: [string, number]) => {
    const wanted: unknown = (own as Record<string, unknown>)[name];
    return [name, typeof wanted === 'number' && wanted > 0 ? Math.min(most, wanted) : most];
  });
  return Object.fromEntries(entries) as Limits;
}
