import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long at most long work keeps requests waiting that come in meanwhile. */
const MOST_MS = 15;

/** Work in pieces, which may rest at each `yield`. */
export type Pieces<Result> = Generator<undefined, Result>;

/** All of it in one go, where nobody waits or nobody may come in between. */
export function atOnce<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}

/** Lets others have their turn in between, for work that takes the process longer than one may wait. */
export class Breather {
  #since = performance.now();

  /** To be awaited wherever the work may rest; nearly always it goes on at once. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < MOST_MS) return;
    await nextTurn();
    this.#since = performance.now();
  }

  /** Work that is told in pieces, with others in between. */
  async through<Result>(work: Pieces<Result>): Promise<Result> {
    for (;;) {
      const piece = work.next();
      if (piece.done === true) return piece.value;
      await this.pause();
    }
  }
}
