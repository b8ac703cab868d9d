import type { CallFailure, HostLimits, LoadFailure } from '../messages.ts';

/** One call into a plugin. */
export interface EngineCall {
  call: number;
  key: string;
  handler: string;
  limits: HostLimits;
  /** Facts of the call and what the handler is told, as JSON. */
  text: string;
}

/** What the engine tells of its calls. */
export interface EngineEvents {
  turn(call: number): void;
  done(call: number, cpu: number, text: string): void;
  failed(call: number, cpu: number, why: CallFailure, used: number, text: string): void;
  ask(call: number, request: number, method: string, text: string): void;
  log(call: number, text: string): void;
  stuck(call: number): void;
  gone(key: string): void;
}

/**
 * What runs plugins' code, within a process that may be killed at any moment. Another engine than the present one has to
 * offer no more than this.
 */
export interface SandboxEngine {
  /** null: it is loaded. */
  load(key: string, bundle: string, memory: number): Promise<{ why: LoadFailure; text: string } | null>;
  call(call: EngineCall): void;
  reply(call: number, request: number, ok: boolean, text: string): void;
  abandon(call: number): void;
  /** It is not entered again; unless that is to be at once, the calls in it end as they would have. */
  forget(key: string, atOnce: boolean): void;
}
