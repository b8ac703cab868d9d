/** So many go together at most. */
const MOST = 32;

/**
 * Whoever waits for others no longer waits than this: what is under way may itself be waiting for somebody, such as a roll-up of
 * the same parent.
 */
const PATIENCE_MS = 20;

interface Waiting<Item> {
  readonly item: Item;
  readonly settle: (done: boolean) => void;
}

/**
 * Does together what comes while the same is under way. What comes alone begins at once and waits for nobody; under load what
 * came meanwhile takes one statement, one round trip and one commit.
 */
export class Gathering<Item> {
  readonly #work: (items: readonly Item[]) => Promise<ReadonlySet<Item>>;
  #waiting: Waiting<Item>[] = [];
  /** The last that was begun, as long as it is under way and patience with it is not at its end. */
  #underWay: Promise<void> | null = null;
  #patience: NodeJS.Timeout | undefined;

  /** `work` answers with those it has done. */
  constructor(work: (items: readonly Item[]) => Promise<ReadonlySet<Item>>) {
    this.#work = work;
  }

  /** Answers with whether it was done; false also where all of them together failed. */
  add(item: Item): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ item, settle: resolve });
      if (this.#underWay === null) this.#begin();
      else this.#patience ??= setTimeout(() => this.#begin(), PATIENCE_MS);
    });
  }

  #begin(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const some = this.#waiting.splice(0, MOST);
    const underWay = this.#do(some).then((done) => {
      if (this.#underWay === underWay) this.#goOn();
      for (const { item, settle } of some) settle(done.has(item));
    });
    this.#underWay = underWay;
  }

  #goOn(): void {
    this.#underWay = null;
    if (this.#waiting.length > 0) this.#begin();
  }

  async #do(some: readonly Waiting<Item>[]): Promise<ReadonlySet<Item>> {
    try {
      return await this.#work(some.map(({ item }) => item));
    } catch {
      // Each is done by itself now, and its sender hears what is wrong with his own.
      return new Set();
    }
  }
}
