import type ivm from 'isolated-vm';
import type { CallFailure, LoadFailure } from '../messages.ts';
import { computingTime, watchComputing } from './computing-time.ts';
import type { EngineCall, EngineEvents, SandboxEngine } from './engine.ts';
import { prelude, type Entrances, type Out } from './prelude.ts';
import { Turns } from './turns.ts';

/** The isolate of one plugin. */
interface Room {
  key: string;
  isolate: ivm.Isolate;
  entrances: { [Name in keyof Entrances]: ivm.Reference<Entrances[Name]> };
  live: Set<LiveCall>;
  memory: number;
  lastUsed: number;
  /** Nobody enters it any more; it goes with the last call in it. */
  retired: boolean;
}

interface LiveCall extends EngineCall {
  room: Room;
  cpu: number;
  /** What it asked the server and is still to hear. */
  open: number;
  begun: boolean;
  /** When its first turn began, on the clock. */
  since: number;
  /** Why its code was told to stop. */
  stopped: { why: CallFailure; used: number } | null;
  ended: boolean;
  wall: NodeJS.Timeout | undefined;
}

/** A way into an isolate, on this thread or on one of its own. */
interface Entrance {
  /** Done as its turn begins. */
  heard?: () => void;
  short(timeout: number): unknown;
  long(timeout: number): Promise<unknown>;
}

/** Beyond that the one not used for longest is let go. */
const MOST_ROOMS = 40;
/** A plugin nobody calls gives its memory back. */
const IDLE_MS = 300_000;
/** Code that does not stop so long after it was told to cannot be stopped from inside. */
const GRACE_MS = 150;
const LOAD_CPU_MS = 500;
const LOAD_WALL_MS = 5_000;
/** The time on the clock is no measure where others compute too; this only ends what the other watch would miss. */
const TURN_WALL_MS = 60_000;
/**
 * Who is given no more than that on the clock runs on the thread that hears the server: handing a turn to another thread
 * and back takes several times as long as a hook does. Nothing else is heard meanwhile, so the server keeps watch.
 */
const SHORT_WALL_MS = 500;

/** Runs plugins in isolates of V8 through isolated-vm. Values cross as text alone, and no reference to the library does. */
export class IsolatedVmEngine implements SandboxEngine {
  readonly #library: typeof ivm;
  readonly #events: EngineEvents;
  readonly #rooms = new Map<string, Room>();
  readonly #calls = new Map<number, LiveCall>();
  readonly #turns = new Turns();
  #running: LiveCall | null = null;
  /** Until the code that was told to stop has stopped. */
  #dying: NodeJS.Timeout | undefined;
  /** What the code of the present turn has come to: told with the computing time of the turn. */
  readonly #told: (() => void)[] = [];
  /** The call that the server was last told runs. */
  #toldTurn = 0;

  constructor(library: typeof ivm, events: EngineEvents) {
    this.#library = library;
    this.#events = events;
    setInterval(() => this.#letGo(), 30_000).unref();
  }

  async load(key: string, bundle: string, memory: number): Promise<{ why: LoadFailure; text: string } | null> {
    if (this.#rooms.has(key)) return null;
    this.#makeRoom();
    const isolate = new this.#library.Isolate({ memoryLimit: memory });
    const failure = await this.#turns.take(() => this.#furnish(key, isolate, bundle, memory));
    if (failure !== null) dispose(isolate);
    return failure;
  }

  async #furnish(
    key: string,
    isolate: ivm.Isolate,
    bundle: string,
    memory: number,
  ): Promise<{ why: LoadFailure; text: string } | null> {
    const used = computingTime();
    let over = false;
    const stop = watchComputing(used, LOAD_CPU_MS, () => {
      over = true;
      this.#endOrDie(isolate, 0);
    });
    try {
      const context = await isolate.createContext();
      const hear: Out = (kind, call, number, word, text) => {
        try {
          this.#heard(key, kind, call, number, word, text);
        } catch {
          // Its code left no stack for ours. Nothing of ours is to be seen in an error that it catches.
        }
      };
      const out = new this.#library.Callback(hear, { ignored: true });
      const outNow = new this.#library.Callback(hear, { sync: true });
      const made = (await context.evalClosure(`return (${prelude.toString()})($0, $1)`, [out, outNow], {
        result: { reference: true },
        timeout: LOAD_WALL_MS,
      })) as ivm.Reference<Entrances>;
      const entrances = {
        open: made.getSync('open', { reference: true }),
        begin: made.getSync('begin', { reference: true }),
        reply: made.getSync('reply', { reference: true }),
        end: made.getSync('end', { reference: true }),
      };
      const script = await isolate.compileScript(bundle, { filename: 'plugin.js' });
      await script.run(context, { timeout: LOAD_WALL_MS });
      const wrong = (await entrances.open.apply(undefined, [], { timeout: LOAD_WALL_MS })) as string;
      if (wrong !== '') return { why: 'no_handlers', text: wrong };
      this.#rooms.set(key, { key, isolate, entrances, live: new Set(), memory, lastUsed: Date.now(), retired: false });
      return null;
    } catch (error) {
      if (over) return { why: 'cpu', text: String(LOAD_CPU_MS) };
      return { why: isMemory(error) ? 'memory' : 'threw', text: reason(error) };
    } finally {
      stop();
      clearTimeout(this.#dying);
    }
  }

  call(request: EngineCall): void {
    const room = this.#rooms.get(request.key);
    if (room === undefined) return this.#events.failed(request.call, 0, 'unloaded', 0, '');
    room.lastUsed = Date.now();
    const call: LiveCall = {
      ...request,
      room,
      cpu: 0,
      open: 0,
      begun: false,
      since: 0,
      stopped: null,
      ended: false,
      wall: undefined,
    };
    this.#calls.set(call.call, call);
    room.live.add(call);
    const { asks, payload, log } = call.limits;
    // The facts of the call and its input, each in a line.
    const line = call.text.indexOf('\n');
    const given: Parameters<Entrances['begin']> = [
      call.call,
      call.handler,
      call.text.slice(0, line),
      call.text.slice(line + 1),
      asks,
      payload,
      log,
      isShort(call),
    ];
    this.#turn(call, {
      short: (timeout) => room.entrances.begin.applySync(undefined, given, { timeout }),
      long: (timeout) => room.entrances.begin.apply(undefined, given, { timeout }),
    });
  }

  reply(id: number, request: number, ok: boolean, text: string): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    const { reply } = call.room.entrances;
    const given: Parameters<Entrances['reply']> = [id, request, ok, text];
    const heard = (): void => void call.open--;
    this.#turn(call, {
      heard,
      short: (timeout) => reply.applySync(undefined, given, { timeout }),
      long: (timeout) => reply.apply(undefined, given, { timeout }),
    });
  }

  abandon(id: number): void {
    const call = this.#calls.get(id);
    if (call !== undefined) this.#end(call);
  }

  forget(key: string, atOnce: boolean): void {
    const room = this.#rooms.get(key);
    if (room === undefined) return;
    if (atOnce || room.live.size === 0) return this.#empty(room);
    room.retired = true;
    this.#leave(room);
  }

  /** Lets the code of a call run until it rests: what it began, and all that follows from it without waiting. */
  #turn(call: LiveCall, entrance: Entrance): void {
    if (isShort(call)) this.#turns.takeShort(() => this.#shortTurn(call, entrance));
    else void this.#turns.take(() => this.#longTurn(call, entrance));
  }

  /** What came of it is told before anything else is heard. The clock ends it; its computing time is looked at after. */
  #shortTurn(call: LiveCall, { heard, short }: Entrance): void {
    if (call.ended) return;
    this.#beginTurn(call);
    heard?.();
    const used = computingTime();
    try {
      const came = short(Math.max(1, Math.ceil(leftOf(call))));
      call.cpu += used();
      this.#came(call, came);
      if (call.cpu > call.limits.cpu) this.#fail(call, 'cpu', Math.round(call.cpu), '');
    } catch (error) {
      call.cpu += used();
      if (isTimeout(error)) call.stopped = whyTimedOut(call);
      this.#broke(call, error);
    }
    this.#endTurn();
    if (!call.ended) call.wall ??= setTimeout(() => this.#tooSlow(call), leftOf(call));
    this.#endIdle(call.room);
  }

  /** On a thread of its own, so that the server is heard and its computing time is watched meanwhile. */
  async #longTurn(call: LiveCall, { heard, long }: Entrance): Promise<void> {
    if (call.ended) return;
    this.#beginTurn(call);
    call.wall ??= setTimeout(() => this.#tooSlow(call), call.limits.wall);
    heard?.();
    const used = computingTime();
    const stop = watchComputing(used, call.limits.cpu - call.cpu, () => this.#overspent(call, used()));
    try {
      const came = await long(TURN_WALL_MS);
      call.cpu += used();
      this.#came(call, came);
    } catch (error) {
      call.cpu += used();
      this.#broke(call, error);
    }
    stop();
    clearTimeout(this.#dying);
    this.#endTurn();
    this.#endIdle(call.room);
  }

  #beginTurn(call: LiveCall): void {
    this.#running = call;
    this.#tellTurn(call.call);
    if (call.begun) return;
    call.begun = true;
    // Time in the queue is not the plugin's.
    call.since = performance.now();
  }

  #endTurn(): void {
    this.#running = null;
    for (let tell = this.#told.shift(); tell !== undefined; tell = this.#told.shift()) tell();
  }

  /** The server takes the oldest call for the one that runs unless it was told of another that has not ended. */
  #tellTurn(call: number): void {
    // A lone call is the oldest.
    if (this.#calls.size === 1) return;
    const believed = this.#calls.has(this.#toldTurn) ? this.#toldTurn : this.#calls.keys().next().value;
    if (believed === call) return;
    this.#toldTurn = call;
    this.#events.turn(call);
  }

  #heard(key: string, kind: Parameters<Out>[0], id: number, number: number, word: string, text: string): void {
    const call = this.#calls.get(id);
    // An isolate speaks for calls of its own alone.
    if (call?.key !== key) return;
    if (kind === 'ask') {
      call.open++;
      this.#events.ask(id, number, word, text);
    } else if (kind === 'log') this.#events.log(id, text);
    else this.#told.push(() => this.#settle(call, kind, number, word, text));
  }

  /** A handler that waits for nothing answers by returning. */
  #came(call: LiveCall, value: unknown): void {
    if (typeof value === 'string') this.#told.push(() => this.#settle(call, 'done', 0, '', value));
  }

  #settle(call: LiveCall, kind: 'done' | 'failed', used: number, why: string, text: string): void {
    if (kind === 'failed') return this.#fail(call, why as CallFailure, used, text);
    if (call.ended) return;
    this.#end(call);
    this.#events.done(call.call, call.cpu, text);
  }

  #broke(call: LiveCall, error: unknown): void {
    const memory = isMemory(error);
    if (call.stopped !== null) this.#fail(call, call.stopped.why, call.stopped.used, '');
    // What the code threw behind its own back: nothing that follows could be told apart from it.
    else this.#fail(call, memory ? 'memory' : 'threw', memory ? call.room.memory : 0, toldAs(error));
    this.#empty(call.room);
  }

  #overspent(call: LiveCall, used: number): void {
    call.stopped = { why: 'cpu', used: Math.round(call.cpu + used) };
    this.#endOrDie(call.room.isolate, call.call);
  }

  #tooSlow(call: LiveCall): void {
    if (this.#running === call) {
      call.stopped = { why: 'wall', used: call.limits.wall };
      return this.#endOrDie(call.room.isolate, call.call);
    }
    this.#fail(call, 'wall', call.limits.wall, '');
    void this.#turns.take(() => call.room.entrances.end.apply(undefined, [call.call])).catch(() => {});
  }

  /**
   * The call is told of when its code has stopped. Some built-in functions never look up: then the whole process has to
   * go, and it may not be able to do so itself.
   */
  #endOrDie(isolate: ivm.Isolate, call: number): void {
    clearTimeout(this.#dying);
    this.#dying = setTimeout(() => this.#events.stuck(call), GRACE_MS);
    dispose(isolate);
  }

  /** Nothing more can come for those who wait for nothing, unless another call of the same plugin brings it. */
  #endIdle(room: Room): void {
    if (room.live.size === 0) return;
    const calls = [...room.live];
    if (this.#running?.room === room || calls.some((call) => call.open > 0 || !call.begun)) return;
    for (const call of calls) this.#fail(call, 'idle', 0, '');
  }

  #fail(call: LiveCall, why: CallFailure, used: number, text: string): void {
    if (call.ended) return;
    this.#end(call);
    this.#events.failed(call.call, call.cpu, why, used, text);
  }

  #end(call: LiveCall): void {
    call.ended = true;
    clearTimeout(call.wall);
    this.#calls.delete(call.call);
    const { room } = call;
    room.live.delete(call);
    if (room.retired && room.live.size === 0) dispose(room.isolate);
  }

  /** Its isolate is not used again; whoever else waits in it is told. */
  #empty(room: Room): void {
    this.#leave(room);
    for (const call of room.live) this.#fail(call, 'unloaded', 0, '');
    dispose(room.isolate);
  }

  #leave(room: Room): void {
    if (this.#rooms.get(room.key) !== room) return;
    this.#rooms.delete(room.key);
    this.#events.gone(room.key);
  }

  #makeRoom(): void {
    if (this.#rooms.size < MOST_ROOMS) return;
    const idle = [...this.#rooms.values()].filter((room) => room.live.size === 0);
    const [oldest] = idle.sort((a, b) => a.lastUsed - b.lastUsed);
    if (oldest !== undefined) this.#empty(oldest);
  }

  #letGo(): void {
    for (const room of this.#rooms.values())
      if (room.live.size === 0 && Date.now() - room.lastUsed > IDLE_MS) this.#empty(room);
  }
}

function dispose(isolate: ivm.Isolate): void {
  try {
    isolate.dispose();
  } catch {
    // It is gone already.
  }
}

function isShort({ limits }: LiveCall): boolean {
  return limits.wall <= SHORT_WALL_MS;
}

/** What is left of its time on the clock. */
function leftOf({ since, limits }: LiveCall): number {
  return since + limits.wall - performance.now();
}

function whyTimedOut({ cpu, limits }: LiveCall): { why: CallFailure; used: number } {
  return cpu > limits.cpu ? { why: 'cpu', used: Math.round(cpu) } : { why: 'wall', used: limits.wall };
}

function isTimeout(error: unknown): boolean {
  return reason(error).startsWith('Script execution timed out');
}

function isMemory(error: unknown): boolean {
  return /memory limit|array buffer allocation failed/i.test(reason(error));
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : 'it threw what is not an error';
}

function toldAs(error: unknown): string {
  const { name = '', message = '', stack = '' } = error instanceof Error ? error : {};
  const parts = { name, message: message.slice(0, 1_000), stack: stack.slice(0, 4_000) };
  return JSON.stringify({ ...parts, code: null, params: null, issues: null, field: null, label: null });
}
