/** So long the rows of one piece are to be held at most: who writes one of them meanwhile waits for all of it. */
const AIM_MS = 40;

/** With fewer the end of each transaction, for which the disk is waited for, would be nearly all of it. */
const FEWEST = 200;
const MOST = 2_000;
const FIRST = 500;

/**
 * How many rows of long work are done in one transaction: as many as the last piece has shown to be possible in the time.
 * A fixed number is some tens of milliseconds on one table and a quarter of a second on another, or when the machine is busy.
 */
export class Pace {
  #rows = FIRST;

  /** Rows of the next piece. */
  get rows(): number {
    return this.#rows;
  }

  /** Does one piece, and learns from how long it took. */
  async timed<Result>(piece: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await piece();
    this.learn(performance.now() - began);
    return result;
  }

  /** Slower at once, faster by and by. */
  learn(milliseconds: number): void {
    const fitting = Math.floor((this.#rows * AIM_MS) / Math.max(milliseconds, 1));
    this.#rows = Math.max(FEWEST, Math.min(MOST, fitting, this.#rows * 2));
  }
}
