const EVERY_MS = 10_000;
/** Of a processor, between two looks: fewer than one request a second beside what the server does by itself. */
const QUIET_SHARE = 0.02;
/** So much work leaves more behind than clearing costs. */
const WORKED_MS = 1_000;

/** Tells when a process that has worked does next to nothing: once for each time of work, of which its start is the first. */
export class QuietMoments {
  #worked = WORKED_MS;

  /** Asked again and again: of how many milliseconds the last were, and how many of them a processor worked. */
  isOne(milliseconds: number, worked: number): boolean {
    this.#worked += worked;
    if (worked > QUIET_SHARE * milliseconds || this.#worked < WORKED_MS) return false;
    this.#worked = 0;
    return true;
  }
}

/**
 * Gives back memory when work is over. V8 clears what is in the way of new things: a process that is left alone makes next to
 * none, so after a busy hour it would keep 20 to 30 MB that nobody needs until somebody comes. An ordinary clearing keeps
 * the emptied pages at hand; this one returns them, and holds up for some 0.3 s whoever comes just then. Node has to be
 * started with --expose-gc.
 */
export function clearMemoryWhenQuiet(): void {
  const clear = globalThis.gc;
  if (clear === undefined) return;
  const moments = new QuietMoments();
  let before = workedSoFar();
  const look = (): void => {
    const now = workedSoFar();
    if (moments.isOne(EVERY_MS, now - before)) clear({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    before = now;
  };
  setInterval(look, EVERY_MS).unref();
}

/** In milliseconds, of the processor: on a busy machine a process that waits for its turn does nothing either. */
function workedSoFar(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
