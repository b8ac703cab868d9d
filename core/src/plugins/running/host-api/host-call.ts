import { StrataError, type CallKind, type JsonObject, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../../access/access-profile.ts';
import type { RunningCall } from '../../sandbox/sandbox.ts';
import type { PluginRuntime } from '../plugin-runtime.ts';
import type { RunningPlugin } from '../running-plugin.ts';

/** Something the code of a plugin asks for. */
export interface HostCall {
  readonly runtime: PluginRuntime;
  readonly plugin: RunningPlugin;
  readonly kind: CallKind;
  /** With the rights of whoever causes the call, less what the plugin was not granted. */
  readonly ctx: AccessContext;
  readonly method: string;
  readonly given: JsonObject;
  readonly call: RunningCall;
  readonly depth: number;
}

export type HostMethod = (call: HostCall) => Promise<JsonValue>;

/** While somebody waits for a save or a sign-in, or for proposals, nothing is changed. Also says that a second try would do it twice. */
export function requireEffects({ kind, plugin, call }: HostCall): void {
  if (kind === 'before_hook' || kind === 'sign_in' || kind === 'enricher')
    throw new StrataError('plugin_only_reads', { plugin: plugin.manifest.label });
  call.hadEffect();
}

export function textOf({ given, method }: HostCall, name: string, most = 1_000): string {
  const value = given[name];
  if (typeof value !== 'string' || value === '' || value.length > most)
    throw new StrataError('plugin_bad_argument', { method, expected: `"${name}", a text of 1 to ${most} characters` });
  return value;
}

export function objectOf({ given, method }: HostCall, name: string): JsonObject {
  const value = given[name];
  if (!isObject(value)) throw new StrataError('plugin_bad_argument', { method, expected: `"${name}", an object` });
  return value;
}

export function optionalObject(call: HostCall, name: string): JsonObject {
  return call.given[name] === undefined || call.given[name] === null ? {} : objectOf(call, name);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
