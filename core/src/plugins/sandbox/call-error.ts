import {
  StrataError,
  errorCatalogue,
  type ErrorCode,
  type ErrorParameters,
  type Issue,
  type JsonObject,
} from '@stratacrm/sdk';
import type { CallFailure } from './messages.ts';
import { OUT_OF_MEMORY } from './host-process.ts';
import type { SandboxCall } from './sandbox.ts';

/** A call that came to nothing, with what only the plugin's log tells. */
export class PluginCallError extends StrataError {
  readonly cpu: number;
  readonly trace: string;

  constructor(code: ErrorCode, params: ErrorParameters, issues: readonly Issue[], cpu: number, trace: string) {
    super(code, params, issues);
    this.cpu = cpu;
    this.trace = trace;
  }
}

/** What the process says of a failed call, as an error of the catalogue. */
export function callError(
  call: SandboxCall,
  why: Exclude<CallFailure, 'unloaded'>,
  facts: { used: number; cpu: number; text: string },
): PluginCallError {
  const { plugin, handler, limits } = call;
  const common = { plugin: plugin.label, handler };
  const error = (code: ErrorCode, params: ErrorParameters = {}): PluginCallError =>
    new PluginCallError(code, { ...common, ...params }, [], facts.cpu, '');
  switch (why) {
    case 'cpu':
      return error('plugin_cpu_exceeded', { used: Math.round(facts.used), allowed: Math.round(limits.cpu_ms) });
    case 'wall':
      return error('plugin_timed_out', { allowed: limits.wall_ms });
    case 'memory':
      return error('plugin_out_of_memory', { allowed: plugin.memoryMb });
    case 'idle':
      return error('plugin_never_answers');
    case 'missing':
      return error('plugin_handler_missing');
    case 'too_large':
      return error('plugin_value_too_large', { used: facts.used, allowed: limits.payload_bytes });
    case 'bad_value':
      return error('plugin_bad_value', { reason: facts.text.slice(0, 300) });
    case 'too_many_calls':
      return error('plugin_too_many_calls', { allowed: limits.host_calls });
    case 'threw':
    case 'refused':
      return thrown(call, why, facts);
  }
}

/** The process ended while the call ran in it. */
export function crashError(call: SandboxCall, reason: string): PluginCallError {
  const common = { plugin: call.plugin.label, handler: call.handler };
  return reason === OUT_OF_MEMORY
    ? new PluginCallError('plugin_out_of_memory', { ...common, allowed: call.plugin.memoryMb }, [], 0, '')
    : new PluginCallError('plugin_crashed', { ...common, reason }, [], 0, '');
}

function thrown(call: SandboxCall, why: 'threw' | 'refused', facts: { cpu: number; text: string }): PluginCallError {
  const told = readJson(facts.text);
  const text = (name: string): string => (typeof told[name] === 'string' ? told[name] : '');
  if (why === 'refused') {
    const message = labelOf(told['label']) ?? text('message');
    const field = text('field');
    const issues: Issue[] = field === '' ? [] : [{ path: field, code: 'plugin_refused', params: { message } }];
    return new PluginCallError('plugin_refused', { message }, issues, facts.cpu, '');
  }
  const code = text('code');
  // Only what the host itself threw into the code carries one.
  if (code !== '' && isCode(code))
    return new PluginCallError(code, parameters(told['params']), issuesOf(told['issues']), facts.cpu, text('stack'));
  const reason = [text('name'), text('message')].filter((part) => part !== '').join(': ') || 'it threw nothing';
  const params = { plugin: call.plugin.label, handler: call.handler, reason: reason.slice(0, 300) };
  return new PluginCallError('plugin_failed', params, [], facts.cpu, text('stack'));
}

function readJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

function labelOf(value: unknown): { en: string; zh: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { en, zh } = value as Record<string, unknown>;
  return typeof en === 'string' && typeof zh === 'string' ? { en: en.slice(0, 500), zh: zh.slice(0, 500) } : null;
}

function parameters(value: unknown): ErrorParameters {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const label = labelOf(each);
      const sound = label ?? (typeof each === 'string' || typeof each === 'number' ? each : null);
      return sound === null ? [] : [[name, sound]];
    }),
  );
}

function issuesOf(value: unknown): Issue[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, 100).flatMap((each: unknown): Issue[] => {
    const { path, code, params } = (each ?? {}) as Record<string, unknown>;
    return typeof path === 'string' && typeof code === 'string' && isCode(code)
      ? [{ path, code, params: parameters(params) }]
      : [];
  });
}
