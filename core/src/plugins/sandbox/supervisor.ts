import {
  StrataError,
  describeError,
  type CallKind,
  type JsonObject,
  type JsonValue,
  type Locale,
} from '@stratacrm/sdk';
import type { Log } from '../../kernel/log.ts';
import { PluginCallError, callError, crashError } from './call-error.ts';
import type { HostProcess, LoadOutcome } from './host-process.ts';
import type { CallFailure, FromHost } from './messages.ts';
import { MinuteQuota } from './minute-quota.ts';
import { plainJson } from './plain-json.ts';
import { ProcessPool, type Lane } from './process-pool.ts';
import type {
  PluginLine,
  RunningCall,
  Sandbox,
  SandboxCall,
  SandboxPlugin,
  SandboxResult,
  SandboxState,
} from './sandbox.ts';
import { Strikes, TRIP_AT } from './strikes.ts';

export interface SupervisorOptions {
  log: Log;
  /** Told when a plugin had to be stopped by force so often that it should not run any more. */
  trip?(plugin: string, error: PluginCallError): void;
  /** What runs in the processes instead of our own program: to see what becomes of one that does not keep to the rules. */
  program?: string;
}

/** Calls that may wait for plugins at one time before others are turned away. */
const MOST_WAITING = 2_000;
/** Beyond its own limit a call may have waited so long for others in its process. */
const QUEUE_MS = 15_000;

const BEHIND: ReadonlySet<CallKind> = new Set(['after_hook', 'step', 'job', 'migration', 'pull', 'push']);

/** Failures that were ended by force. */
const FORCED: ReadonlySet<string> = new Set(['plugin_cpu_exceeded', 'plugin_out_of_memory', 'plugin_crashed']);

/** Hands calls to the processes of plugins, holds them to their limits, and answers what they ask. */
export class Supervisor implements Sandbox {
  readonly #log: Log;
  readonly #trip: NonNullable<SupervisorOptions['trip']>;
  readonly #pool: ProcessPool;
  readonly #quota = new MinuteQuota();
  readonly #strikes = new Strikes();
  readonly #calls = new Map<number, UnderWay>();
  #last = 0;

  constructor(options: SupervisorOptions) {
    this.#log = options.log;
    this.#trip = options.trip ?? (() => {});
    this.#pool = new ProcessPool(
      options.log,
      {
        heard: (process, message, text) => this.#heard(process, message, text),
        ended: (process, reason) => this.#ended(process, reason),
      },
      options.program,
    );
  }

  async call(call: SandboxCall): Promise<SandboxResult> {
    const { plugin, limits } = call;
    if (this.#calls.size >= MOST_WAITING) throw new StrataError('plugin_busy', { waiting: this.#calls.size });
    this.#quota.take(plugin, 'calls');
    this.#quota.require(plugin, 'cpu_ms');
    const text = `${JSON.stringify(call.facts)}\n${JSON.stringify(call.input)}`;
    if (text.length > limits.payload_bytes) {
      const sizes = { used: text.length, allowed: limits.payload_bytes };
      throw new StrataError('plugin_value_too_large', { plugin: plugin.label, handler: call.handler, ...sizes });
    }
    try {
      return await this.#tryTwice(call, text);
    } catch (error) {
      if (error instanceof PluginCallError) this.#judge(plugin, error);
      throw error;
    }
  }

  requireRows(plugin: SandboxPlugin): void {
    this.#quota.require(plugin, 'rows');
  }

  countRows(plugin: SandboxPlugin, rows: number): void {
    this.#quota.note(plugin.id, 'rows', rows);
  }

  warm(): void {
    this.#pool.warm();
  }

  forget(plugin: string, atOnce: boolean): void {
    this.#strikes.forgive(plugin);
    for (const { process } of this.#pool.processes)
      for (const key of process.loaded.keys())
        if (key.startsWith(`${plugin} `)) process.tell({ type: 'forget', key, atOnce });
  }

  state(): SandboxState {
    const processes = this.#pool.processes.map(({ process, lane }) => {
      return {
        pid: process.pid,
        lane,
        calls: process.calls.size,
        plugins: process.loaded.size,
        memory: process.memory,
      };
    });
    const { unavailable: reason, missing, killed } = this.#pool;
    const status = reason !== null ? 'unavailable' : processes.length === 0 ? 'resting' : 'running';
    return { status, reason, missing, processes, waiting: this.#calls.size, killed };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** A call that a neighbour's crash ended is made once more, unless it has had effects already. */
  async #tryTwice(call: SandboxCall, text: string): Promise<SandboxResult> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#place(call, text, tries);
      } catch (error) {
        if (!(error instanceof Displaced)) throw error;
        if (error.hadEffect || tries > 2) throw new StrataError('plugin_restarted', { plugin: call.plugin.label });
      }
    }
  }

  #place(call: SandboxCall, text: string, tries: number): Promise<SandboxResult> {
    const { plugin } = call;
    const lane: Lane = BEHIND.has(call.kind) ? 'back' : 'front';
    const alone = this.#strikes.isQuarantined(plugin.id) ? plugin.id : null;
    const atHand = alone === null ? this.#pool.atHand(lane, plugin.key) : undefined;
    return atHand === undefined ? this.#prepare(call, text, { lane, alone, tries }) : this.#begin(call, atHand, text);
  }

  /** Where the process has to begin first, or to load the plugin. */
  async #prepare(
    call: SandboxCall,
    text: string,
    { lane, alone, tries }: { lane: Lane; alone: string | null; tries: number },
  ): Promise<SandboxResult> {
    const { plugin } = call;
    const process = await this.#pool.take(lane, plugin.key, alone).catch((error: unknown) => {
      throw new StrataError('sandbox_unavailable', { reason: error instanceof Error ? error.message : 'unknown' });
    });
    const loaded = process.loaded.get(plugin.key) ?? process.load(plugin.key, plugin.bundle, plugin.memoryMb);
    const failure = await loaded;
    // The first time it may have been a neighbour's doing.
    if (failure?.why === 'lost' && tries === 1) throw new Displaced(false);
    if (failure !== null) throw loadError(call, failure);
    return this.#begin(call, process, text);
  }

  #begin(call: SandboxCall, process: HostProcess, text: string): Promise<SandboxResult> {
    const id = ++this.#last;
    const { cpu_ms: cpu, wall_ms: wall, host_calls: asks, payload_bytes: payload, log_bytes: log } = call.limits;
    return new Promise((resolve, reject) => {
      const underWay = new UnderWay(id, call, process, this.#quota, {
        resolve,
        reject,
        stop: () => {
          clearTimeout(late);
          this.#calls.delete(id);
          process.end(id);
        },
      });
      this.#calls.set(id, underWay);
      process.begin(id);
      const limits = { cpu, wall, asks, payload, log };
      process.tell({ type: 'call', call: id, key: call.plugin.key, handler: call.handler, limits }, text);
      // While it is heard.
      const late = setTimeout(() => this.#neverCame(underWay), wall + QUEUE_MS);
    });
  }

  #neverCame(call: UnderWay): void {
    call.process.tell({ type: 'abandon', call: call.id });
    call.fail(new StrataError('plugin_busy', { waiting: this.#calls.size }));
  }

  #heard(process: HostProcess, message: FromHost, text: string): void {
    if (!('call' in message)) return;
    const call = this.#calls.get(message.call);
    if (call !== undefined && call.process !== process) return process.kill('it spoke for a call of another process');
    if (message.call > this.#last) return process.kill('it spoke for a call that never was');
    // What comes after the end is dropped: nobody waits for it.
    if (call === undefined) return;
    switch (message.type) {
      case 'done':
        return this.#done(call, message.cpu, text);
      case 'failed':
        return this.#failed(call, message.why, { used: message.used, cpu: message.cpu, text });
      case 'ask':
        return void this.#ask(call, message.request, message.method, text);
      case 'log':
        return call.log(text);
    }
  }

  #done(call: UnderWay, cpu: number, text: string): void {
    this.#quota.note(call.call.plugin.id, 'cpu_ms', cpu);
    const { payload_bytes: allowed } = call.call.limits;
    if (text.length > allowed)
      return call.fail(callError(call.call, 'too_large', { used: text.length, cpu, text: '' }));
    try {
      call.done({ output: plainJson(text), cpu });
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      call.fail(callError(call.call, 'bad_value', { used: 0, cpu, text: reason }));
    }
  }

  #failed(call: UnderWay, why: CallFailure, facts: { used: number; cpu: number; text: string }): void {
    this.#quota.note(call.call.plugin.id, 'cpu_ms', facts.cpu);
    if (why === 'unloaded') call.fail(new Displaced(call.effect));
    else call.fail(callError(call.call, why, facts));
  }

  async #ask(call: UnderWay, request: number, method: string, text: string): Promise<void> {
    const { locale } = call.call.facts.user;
    let ok = true;
    let answer: string;
    try {
      answer = JSON.stringify(await this.#answer(call, method, text));
    } catch (error) {
      ok = false;
      answer = JSON.stringify(this.#refusal(error, locale));
    }
    if (call.ended) return;
    if (answer.length > call.call.limits.payload_bytes) {
      ok = false;
      const { limits, plugin, handler } = call.call;
      const sizes = { used: answer.length, allowed: limits.payload_bytes };
      answer = JSON.stringify(
        this.#refusal(new StrataError('plugin_value_too_large', { plugin: plugin.label, handler, ...sizes }), locale),
      );
    }
    call.process.tell({ type: 'reply', call: call.id, request, ok }, answer);
  }

  async #answer(call: UnderWay, method: string, text: string): Promise<JsonValue> {
    const { plugin, limits, handler } = call.call;
    if (++call.asked > limits.host_calls)
      throw new StrataError('plugin_too_many_calls', { plugin: plugin.label, handler, allowed: limits.host_calls });
    this.#quota.take(plugin, 'host_calls');
    if (text.length > limits.payload_bytes) {
      const sizes = { used: text.length, allowed: limits.payload_bytes };
      throw new StrataError('plugin_value_too_large', { plugin: plugin.label, handler, ...sizes });
    }
    const given = argumentsOf(method, text);
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new StrataError('plugin_bad_argument', { method, expected: 'an object' });
    return call.call.answer(method, given, call);
  }

  /** As the code sees it; what nobody foresaw is told to the server's log alone. */
  #refusal(error: unknown, locale: Locale): JsonObject {
    const told = error instanceof StrataError ? error : new StrataError('internal');
    if (told !== error) this.#log.error('A call by a plugin could not be answered', { error });
    const message = describeError(locale, told.code, told.params);
    const issues = told.issues.map(({ path, code, params = {} }) => {
      return { path, code, params, message: describeError(locale, code, params) };
    });
    return { code: told.code, message, params: told.params, issues } as unknown as JsonObject;
  }

  #ended(process: HostProcess, reason: string): void {
    const guilty = process.running;
    for (const id of process.calls.keys()) {
      const call = this.#calls.get(id);
      if (call === undefined) continue;
      call.fail(id === guilty ? crashError(call.call, reason) : new Displaced(call.effect));
    }
  }

  #judge(plugin: SandboxPlugin, error: PluginCallError): void {
    if (!FORCED.has(error.code)) return;
    const strikes = this.#strikes.add(plugin.id);
    this.#log.warn('A plugin was stopped by force', { plugin: plugin.id, code: error.code, strikes });
    if (strikes >= TRIP_AT) this.#trip(plugin.id, error);
  }
}

/** The call ended for no fault of its own. */
class Displaced extends Error {
  readonly hadEffect: boolean;

  constructor(hadEffect: boolean) {
    super('The process of the call ended');
    this.hadEffect = hadEffect;
  }
}

interface Settling {
  resolve(result: SandboxResult): void;
  reject(error: Error): void;
  stop(): void;
}

/** One call in one process. */
class UnderWay implements RunningCall {
  readonly id: number;
  readonly call: SandboxCall;
  readonly process: HostProcess;
  asked = 0;
  effect = false;
  ended = false;
  #rows = 0;
  #logged = 0;
  readonly #quota: MinuteQuota;
  readonly #settling: Settling;
  #abort: AbortController | undefined;

  constructor(id: number, call: SandboxCall, process: HostProcess, quota: MinuteQuota, settling: Settling) {
    this.id = id;
    this.call = call;
    this.process = process;
    this.#quota = quota;
    this.#settling = settling;
  }

  get signal(): AbortSignal {
    // Few calls are asked for it, and making one takes as long as the rest of a call.
    this.#abort ??= new AbortController();
    if (this.ended) this.#abort.abort();
    return this.#abort.signal;
  }

  countRows(rows: number): void {
    this.#rows += rows;
    const { plugin, handler, limits } = this.call;
    if (this.#rows > limits.rows)
      throw new StrataError('plugin_too_many_rows', { plugin: plugin.label, handler, allowed: limits.rows });
    this.#quota.take(plugin, 'rows', rows);
  }

  spend(what: 'jobs' | 'fetches'): void {
    this.#quota.take(this.call.plugin, what);
  }

  hadEffect(): void {
    this.effect = true;
  }

  /** A line too many is left out; it is no reason to end the call. */
  log(text: string): void {
    this.#logged += text.length;
    const { plugin, limits } = this.call;
    if (this.#logged > limits.log_bytes * 2) return;
    if (this.#quota.note(plugin.id, 'log_bytes', text.length) > plugin.minute.log_bytes) return;
    const line = readLine(text);
    if (line !== null) this.call.log(line);
  }

  done(result: SandboxResult): void {
    if (this.#end()) this.#settling.resolve(result);
  }

  fail(error: Error): void {
    if (this.#end()) this.#settling.reject(error);
  }

  #end(): boolean {
    if (this.ended) return false;
    this.ended = true;
    this.#settling.stop();
    this.#abort?.abort();
    return true;
  }
}

function argumentsOf(method: string, text: string): JsonValue {
  try {
    return plainJson(text);
  } catch (error) {
    throw new StrataError('plugin_bad_argument', { method, expected: error instanceof Error ? error.message : 'JSON' });
  }
}

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'];

function readLine(text: string): PluginLine | null {
  try {
    const { level, message, facts = null } = plainJson(text) as JsonObject;
    if (!LEVELS.includes(level as string) || typeof message !== 'string') return null;
    return { level: level as PluginLine['level'], message: message.slice(0, 2_000), facts };
  } catch {
    return null;
  }
}

function loadError(call: SandboxCall, { why, text }: NonNullable<LoadOutcome>): Error {
  if (why === 'lost') return crashError(call, 'while it was loaded');
  const { plugin } = call;
  if (why === 'memory') return crashError(call, 'it needed too much memory');
  const reason = why === 'cpu' ? `it computes more than ${text} ms when it is loaded` : text;
  return new PluginCallError('plugin_does_not_load', { plugin: plugin.label, reason }, [], 0, '');
}
