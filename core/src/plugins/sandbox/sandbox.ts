import type {
  CallKind,
  CallLimits,
  CallUser,
  ErrorCode,
  ErrorParameters,
  Issue,
  JsonObject,
  JsonValue,
  Label,
  MinuteLimits,
} from '@stratacrm/sdk';

/** The code of a plugin as it is to be run. */
export interface SandboxPlugin {
  id: string;
  label: Label;
  /** Differs with the version, the code and what is granted: nothing of one is ever seen in another. */
  key: string;
  bundle: string;
  memoryMb: number;
  minute: MinuteLimits;
}

/** What code is told of its call beside its input; the same facts give the same answer. */
export interface CallFacts {
  /** Milliseconds since 1970. */
  now: number;
  /** The day it is for the user. */
  today: string;
  seed: number;
  user: CallUser;
  /** What it may, for `host.granted`; the server looks again at each call. */
  grants: { kind: string; what?: string[] | '*'; verbs?: string[] }[];
}

/** A line of a plugin's log. */
export interface PluginLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  facts: JsonValue;
}

/** A call as those see it who answer what it asks. */
export interface RunningCall {
  /** Aborts when the call has ended, however it did. */
  readonly signal: AbortSignal;
  /** Counts records read or written; throws beyond what is allowed. */
  countRows(rows: number): void;
  /** Counts what only a minute limits; throws beyond what is allowed. */
  spend(what: 'jobs' | 'fetches'): void;
  /** Something has been done that a second try would do again. */
  hadEffect(): void;
}

export interface SandboxCall {
  plugin: SandboxPlugin;
  kind: CallKind;
  handler: string;
  facts: CallFacts;
  input: JsonValue;
  limits: CallLimits;
  /** Answers what the code asks. Throws a StrataError for whatever is refused. */
  answer(method: string, given: JsonObject, call: RunningCall): Promise<JsonValue>;
  log(line: PluginLine): void;
}

export interface SandboxResult {
  output: JsonValue;
  /** Computing time in milliseconds. */
  cpu: number;
}

/** Why a call came to nothing; the code is of the catalogue. */
export interface CallRefusal {
  code: ErrorCode;
  params: ErrorParameters;
  issues: Issue[];
  cpu: number;
  /** Where it happened in the plugin's own code. */
  stack?: string;
}

/** Whether plugins run here, and behind which walls; for administrators. */
export interface SandboxState {
  status: 'resting' | 'running' | 'unavailable';
  reason: string | null;
  missing: string[];
  processes: { pid: number; lane: string; calls: number; plugins: number; memory: number }[];
  waiting: number;
  killed: number;
}

/** Runs plugins' code where it can do no harm. */
export interface Sandbox {
  /** Throws a StrataError that names what went wrong. */
  call(call: SandboxCall): Promise<SandboxResult>;
  /** Throws `plugin_quota_spent` when the plugin has no records left of its minute. */
  requireRows(plugin: SandboxPlugin): void;
  /** Counts records that it brings or is handed outside of a call, whatever comes of it. */
  countRows(plugin: SandboxPlugin, rows: number): void;
  /** Has a process ready, so that the first call need not wait for one. */
  warm(): void;
  /** Nothing of this plugin is kept in memory; unless that is to be at once, what is under way ends first. */
  forget(plugin: string, atOnce: boolean): void;
  state(): SandboxState;
  close(): Promise<void>;
}
