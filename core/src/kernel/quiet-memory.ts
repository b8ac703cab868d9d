import { performance, type EventLoopUtilization } from 'node:perf_hooks';

const EVERY_MS = 10_000;
/** Of the time between two looks: fewer than one request a second with what the server does by itself. */
const QUIET_SHARE = 0.05;
/** So much work leaves more behind than clearing costs. */
const WORKED_MS = 1_000;

/** Tells when a process that has worked does next to nothing: once for each time of work. */
export class QuietMoments {
  #worked = 0;

  /** What it did since the last time it was asked. */
  isOne({ active, utilization }: EventLoopUtilization): boolean {
    this.#worked += active;
    if (utilization > QUIET_SHARE || this.#worked < WORKED_MS) return false;
    this.#worked = 0;
    return true;
  }
}

/**
 * Gives back memory when work is over. V8 clears what is in the way of new things: a process that is left alone makes next to
 * none, so after a busy hour it would keep 20 to 80 MB that nobody needs until somebody comes. Clearing takes a tenth
 * of a second, and V8 itself returns the emptied pages within half a minute. Node has to be started with --expose-gc.
 */
export function clearMemoryWhenQuiet(): void {
  const clear = globalThis.gc;
  if (clear === undefined) return;
  const moments = new QuietMoments();
  let before = performance.eventLoopUtilization();
  const look = (): void => {
    const now = performance.eventLoopUtilization();
    if (moments.isOne(performance.eventLoopUtilization(now, before))) void clear({ type: 'major', execution: 'async' });
    before = now;
  };
  setInterval(look, EVERY_MS).unref();
}
