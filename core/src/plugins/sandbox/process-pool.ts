import type { Log } from '../../kernel/log.ts';
import { confinement, type Confinement } from './confinement.ts';
import { hostProgram } from './host-program.ts';
import { HostProcess } from './host-process.ts';
import type { FromHost } from './messages.ts';

/** People wait for what is in front; jobs and the like run behind, where they hold nobody up. */
export type Lane = 'front' | 'back';

interface Placed {
  process: HostProcess;
  lane: string;
}

export interface PoolEvents {
  heard(from: HostProcess, message: FromHost, text: string): void;
  ended(process: HostProcess, reason: string): void;
}

/** So many calls in one process, the oldest of them that old, and others go to another one. */
const CROWDED = 8;
const SLOW_MS = 25;
const MOST_PER_LANE = 2;
/** A new process costs what a page costs to show; it waits until the one it stands in for is at work. */
const SPARE_DELAY_MS = 250;

/** The processes plugins run in, and one more that waits, so that nobody waits for one. */
export class ProcessPool {
  readonly #log: Log;
  readonly #events: PoolEvents;
  readonly #placed = new Set<Placed>();
  #spare: HostProcess | null = null;
  #spareTimer: NodeJS.Timeout | undefined;
  #kit: Promise<{ walls: Confinement; program: string }> | undefined;
  #closed = false;
  missing: string[] = [];
  unavailable: string | null = null;
  killed = 0;

  readonly #program: string | undefined;

  constructor(log: Log, events: PoolEvents, program?: string) {
    this.#program = program;
    this.#log = log;
    this.#events = events;
  }

  /** The process in which a call belongs, where there is nothing to wait for. */
  atHand(lane: Lane, key: string): HostProcess | undefined {
    for (const { process, lane: place } of this.#placed)
      if (place === lane && process.isReady(key) && !isCrowded(process)) return process;
    return undefined;
  }

  /** The process in which a call belongs; `alone`: the id of a plugin that is kept apart from the others. */
  async take(lane: Lane, key: string, alone: string | null): Promise<HostProcess> {
    const place = alone === null ? lane : `apart: ${alone}`;
    const here = [...this.#placed].filter((each) => each.lane === place && each.process.alive && !each.process.worn);
    const best = bestOf(here, key);
    const full = best === undefined || (isCrowded(best.process) && here.length < MOST_PER_LANE);
    const process = full ? await this.#begin(place) : best.process;
    await process.ready;
    return process;
  }

  warm(): void {
    if (this.#placed.size === 0) void this.#begin('front').catch(() => {});
  }

  get processes(): Placed[] {
    return [...this.#placed];
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#spareTimer);
    this.#spare?.kill('the server stops');
    for (const { process } of this.#placed) process.kill('the server stops');
    await this.#kit?.catch(() => {});
  }

  async #begin(lane: string): Promise<HostProcess> {
    const placed: Placed = { process: this.#spare?.alive === true ? this.#spare : await this.#start(), lane };
    if (placed.process === this.#spare) this.#spare = null;
    this.#placed.add(placed);
    this.#retireWorn();
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => void this.#keepSpare(), SPARE_DELAY_MS).unref();
    return placed.process;
  }

  async #keepSpare(): Promise<void> {
    if (this.#closed || this.#spare !== null) return;
    await this.#start().then(
      (process) => (this.#spare = process),
      () => {},
    );
  }

  async #start(): Promise<HostProcess> {
    try {
      const { walls, program } = await this.#pack();
      if (this.#closed) throw new Error('the server stops');
      const process: HostProcess = new HostProcess(walls, program, {
        heard: (message, text) => this.#events.heard(process, message, text),
        ended: (reason) => this.#gone(process, reason),
      });
      await process.ready;
      this.unavailable = null;
      return process;
    } catch (error) {
      this.unavailable = error instanceof Error ? error.message.slice(0, 300) : String(error);
      throw error;
    }
  }

  #pack(): Promise<{ walls: Confinement; program: string }> {
    this.#kit ??= this.#makeKit().catch((error: unknown) => {
      this.#kit = undefined;
      throw error;
    });
    return this.#kit;
  }

  async #makeKit(): Promise<{ walls: Confinement; program: string }> {
    const [walls, program] = await Promise.all([confinement(), this.#program ?? hostProgram()]);
    this.missing = walls.missing;
    if (walls.missing.length > 0)
      this.#log.warn('The sandbox of plugins lacks a wall that this machine does not allow; the others hold', {
        missing: walls.missing,
      });
    return { walls, program };
  }

  #gone(process: HostProcess, reason: string): void {
    for (const placed of this.#placed) if (placed.process === process) this.#placed.delete(placed);
    if (this.#spare === process) this.#spare = null;
    if (!this.#closed) {
      this.killed++;
      this.#log.warn('A process of plugins ended', { pid: process.pid, reason });
    }
    this.#events.ended(process, reason);
  }

  #retireWorn(): void {
    for (const { process } of this.#placed)
      if (process.worn && process.calls.size === 0) process.kill('it was replaced by a fresh one');
  }
}

/**
 * Where it is loaded already, unless others crowd there. Calls that take no time share one process, which is woken for many
 * of them at once.
 */
function bestOf(here: readonly Placed[], key: string): Placed | undefined {
  const free = here.filter(({ process }) => !isCrowded(process));
  return free.find(({ process }) => process.loaded.has(key)) ?? leastBusy(free) ?? leastBusy(here);
}

function isCrowded(process: HostProcess): boolean {
  return process.calls.size >= CROWDED && process.waited > SLOW_MS;
}

function leastBusy(some: readonly Placed[]): Placed | undefined {
  return some.reduce<Placed | undefined>(
    (best, each) => (best === undefined || each.process.calls.size < best.process.calls.size ? each : best),
    undefined,
  );
}
