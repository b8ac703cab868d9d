/**
 * One plugin's code runs at a time, so that the computing time of this process is that of the code, and nobody's time is
 * spent by his neighbour. Waiting is free: a call gives up its turn whenever it waits for the server.
 */
export class Turns {
  #busy = false;
  readonly #waiting: Turn[] = [];

  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#busy) await new Promise<void>((begin) => this.#waiting.push({ begin }));
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** At once where nobody else has his turn, so that what is short begins and ends within one event; else in its turn. */
  takeShort(work: () => void): void {
    this.#waiting.push({ work });
    if (!this.#busy) this.#pass();
  }

  #pass(): void {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if ('begin' in next) return next.begin();
      next.work();
    }
    this.#busy = false;
  }
}

type Turn = { begin(): void } | { work(): void };
