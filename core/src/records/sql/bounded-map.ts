/** A map that forgets what was not used for longest. */
export class BoundedMap<Key, Value> {
  #entries = new Map<Key, Value>();
  #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    // While there is plenty of room, order does not matter and moving an entry would be most of the cost.
    if (this.#entries.size * 2 > this.#most) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#most) this.#entries.delete(this.#entries.keys().next().value as Key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
