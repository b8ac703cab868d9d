import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { Confinement } from './confinement.ts';
import { FrameReader, writeFrame } from './frames.ts';
import { readFromHost, type FromHost, type LoadFailure, type ToHost } from './messages.ts';
import { computedMs, residentBytes } from './process-memory.ts';

const MEBIBYTE = 1_048_576;
/** Looks at its memory so often while something runs in it. */
const WATCH_MS = 40;
/** Who works has his say that often, be it that he is still there. */
const HEARTBEAT_MS = 200;
/** On its own thread run short turns of plugins alone: it answers soon, or never again. */
const SILENT_MS = 4_000;
/** No code may compute so long there. Some built-in functions never look up, and then nothing inside can stop them. */
const STUCK_MS = 600;
const RESTING_MS = 2_000;
/** Computing this much of the time while nothing was asked of it. */
const RESTLESS = 0.4;
/** More than the resting process, and it is ended. */
const GROWTH_BYTES = 350 * MEBIBYTE;
/** A resting process of that size is replaced at the next opportunity. */
const WORN_BYTES = 700 * MEBIBYTE;

export interface HostEvents {
  /** A message about one of its calls. */
  heard(message: FromHost, text: string): void;
  /** It has ended, with what there is to say of it. */
  ended(reason: string): void;
}

/** One process in which plugins run. It may be ended at any moment, and everything it says is looked at. */
export class HostProcess {
  readonly pid: number;
  readonly ready: Promise<void>;
  /** Calls under way in it, oldest first, and when each began. */
  readonly calls = new Map<number, number>();
  /** What has been loaded into it, or is about to be. */
  readonly loaded = new Map<string, Promise<LoadOutcome>>();
  /** What is certain to be loaded. */
  readonly #ready = new Set<string>();
  memory = 0;
  #child: ChildProcess;
  #channel: Duplex;
  #events: HostEvents;
  #watch: NodeJS.Timeout | undefined;
  #rest: NodeJS.Timeout;
  #resting = 0;
  #computed: number | null = null;
  #beat = { sent: 0, heard: Date.now(), at: 0 };
  /** Its computing time when it was first found to be silent. */
  #silent: number | null = null;
  #turn: number | null = null;
  #reason: string | null = null;
  #alive = true;
  #printed = '';
  readonly #loading = new Map<string, (outcome: LoadOutcome) => void>();

  constructor({ command, arguments: given }: Confinement, program: string, events: HostEvents) {
    this.#events = events;
    const child = spawn(command, given, { env: { TZ: 'UTC' }, cwd: '/', stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.#channel = child.stdio[3] as Duplex;
    const began = Promise.withResolvers<void>();
    this.ready = began.promise;
    this.ready.catch(() => {});
    const reader = new FrameReader();
    this.#channel.on('data', (piece: Buffer) => {
      try {
        reader.read(piece, (facts, text) => this.#hear(facts, text, began.resolve));
      } catch {
        this.kill('it said what is no message');
      }
    });
    this.#channel.on('error', () => {});
    child.stderr?.on('data', (piece: Buffer) => {
      this.#printed = (this.#printed + piece.toString()).slice(-2_000);
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(program);
    let gone = false;
    const end = (why: string): void => {
      if (gone) return;
      gone = true;
      this.#alive = false;
      clearInterval(this.#watch);
      clearInterval(this.#rest);
      for (const settle of this.#loading.values()) settle({ why: 'lost', text: '' });
      const reason = this.#reason ?? why;
      began.reject(new Error(`${reason} ${this.#printed.trim().split('\n').slice(0, 4).join(' ')}`.trim()));
      events.ended(reason);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `it ended with ${code}`));
    this.#rest = setInterval(() => this.#lookAtRest(), RESTING_MS).unref();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** It holds so much that a new one is better. */
  get worn(): boolean {
    return this.#resting > WORN_BYTES;
  }

  /** That plugin is loaded in it, and it takes calls. */
  isReady(key: string): boolean {
    return this.#alive && !this.worn && this.#ready.has(key);
  }

  /** For how many milliseconds the oldest call has been under way. */
  get waited(): number {
    const [began = performance.now()] = this.calls.values();
    return performance.now() - began;
  }

  /** The call whose code runs now, as far as one can know: whose turn was told last, or else the first of all. */
  get running(): number | undefined {
    return this.#turn !== null && this.calls.has(this.#turn) ? this.#turn : this.calls.keys().next().value;
  }

  /**
   * What is told within one turn of the event loop is written together: many callers wake the process once. To whom
   * nothing else is told it is told at once, and the server does what is left to do while it is heard.
   */
  tell(message: ToHost, text = ''): void {
    if (!this.#alive) return;
    if (this.calls.size > 1 && this.#channel.writableCorked === 0) {
      this.#channel.cork();
      setImmediate(() => this.#channel.uncork());
    }
    this.#channel.write(writeFrame(message, text));
  }

  /** null: it is loaded. */
  load(key: string, bundle: string, memory: number): Promise<LoadOutcome> {
    const known = this.loaded.get(key);
    if (known !== undefined) return known;
    const outcome = new Promise<LoadOutcome>((resolve) => this.#loading.set(key, resolve));
    this.loaded.set(key, outcome);
    this.tell({ type: 'load', key, memory }, bundle);
    this.#keepWatch();
    return outcome;
  }

  begin(call: number): void {
    this.calls.set(call, performance.now());
    this.#keepWatch();
  }

  end(call: number): void {
    this.calls.delete(call);
  }

  kill(reason: string): void {
    this.#reason ??= reason;
    this.#child.kill('SIGKILL');
  }

  #hear(facts: unknown, text: string, ready: () => void): void {
    const message = readFromHost(facts);
    this.#beat.heard = Date.now();
    this.#silent = null;
    if (message === undefined) return this.kill('it said what is no message');
    switch (message.type) {
      case 'ready':
        return ready();
      case 'pong':
        this.memory = message.memory;
        return;
      case 'turn':
        this.#turn = message.call;
        return;
      case 'loaded':
        this.#ready.add(message.key);
        return this.#settleLoading(message.key, null);
      case 'unloadable':
        this.loaded.delete(message.key);
        return this.#settleLoading(message.key, { why: message.why, text: text.slice(0, 500) });
      case 'gone':
        this.#ready.delete(message.key);
        this.loaded.delete(message.key);
        return;
      case 'stuck':
        this.#turn = message.call;
        this.kill('its code could not be stopped');
        return;
      default:
        this.#events.heard(message, text);
    }
  }

  #settleLoading(key: string, outcome: LoadOutcome): void {
    this.#loading.get(key)?.(outcome);
    this.#loading.delete(key);
  }

  #keepWatch(): void {
    if (this.#watch !== undefined) return;
    this.#beat.heard = Date.now();
    this.#silent = null;
    this.#watch = setInterval(() => this.#lookAtWork(), WATCH_MS).unref();
  }

  /** While something runs in it: its memory, and whether it still answers. */
  #lookAtWork(): void {
    if (this.calls.size === 0 && this.#loading.size === 0) {
      clearInterval(this.#watch);
      this.#watch = undefined;
      return;
    }
    const bytes = residentBytes(this.pid);
    if (bytes !== null) this.memory = bytes;
    if (this.memory > Math.max(this.#resting, 60 * MEBIBYTE) + GROWTH_BYTES) this.kill(OUT_OF_MEMORY);
    this.#listen(Date.now());
  }

  #listen(now: number): void {
    const quiet = now - this.#beat.heard;
    if (quiet < HEARTBEAT_MS) return;
    if (now - this.#beat.at >= HEARTBEAT_MS) {
      this.#beat.at = now;
      this.tell({ type: 'ping', count: ++this.#beat.sent });
    }
    if (quiet > SILENT_MS) return this.kill('it does not answer any more');
    // A busy machine may keep it from answering, but not by letting it compute.
    const computed = computedMs(this.pid);
    this.#silent ??= computed;
    if (computed !== null && this.#silent !== null && computed - this.#silent > STUCK_MS)
      this.kill('its code could not be stopped');
  }

  /** While nothing is asked of it, it has nothing to do. */
  #lookAtRest(): void {
    if (this.calls.size > 0) {
      this.#computed = null;
      return;
    }
    const [bytes, computed] = [residentBytes(this.pid), computedMs(this.pid)];
    if (bytes !== null) this.#resting = this.memory = bytes;
    if (computed !== null && this.#computed !== null && computed - this.#computed > RESTING_MS * RESTLESS)
      this.kill('it computed while nothing was asked of it');
    this.#computed = computed;
  }
}

export const OUT_OF_MEMORY = 'it needed too much memory';

/** null: loaded; `lost`: the process ended meanwhile. */
export type LoadOutcome = { why: LoadFailure | 'lost'; text: string } | null;
