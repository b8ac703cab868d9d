/**
 * One plugin's code runs at a time, so that the computing time of this process is that of the code, and nobody's time is
 * spent by his neighbour. Waiting is free: a call gives up its turn whenever it waits for the server.
 */
export class Turns {
  #busy = false;
  readonly #waiting: (() => void)[] = [];

  async take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy = false;
      else next();
    }
  }
}
