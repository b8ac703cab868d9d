import type { AccessContext } from '../../access/access-profile.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from '../../records/write-records.ts';

/** Another run of the same lot writes this record too: one of them has to be done by itself. */
export class NotTogether extends Error {}

interface Wish {
  ctx: AccessContext;
  object: string;
  request: WriteRequest;
  resolve: (outcome: WriteOutcome) => void;
  reject: (error: unknown) => void;
}

export interface GatherOptions {
  /** Go through every stage but store nothing: nobody looks at the records afterwards. */
  dryRun: boolean;
  /** Runs know nothing of each other: a record that a second one wants to write is refused with `NotTogether`. */
  apart: boolean;
}

/**
 * Gathers the writes that many runs wish for at the same step, and takes them through the pipeline set-wise. Who wishes
 * in the same round of the event loop is written together.
 */
export class GatheredWrites {
  readonly #options: GatherOptions;
  #wishes: Wish[] = [];
  #scheduled = false;
  /** Records that somebody of this lot has written. */
  readonly #written = new Set<string>();

  constructor(options: GatherOptions) {
    this.#options = options;
  }

  write = (ctx: AccessContext, object: string, request: WriteRequest): Promise<WriteOutcome> =>
    new Promise((resolve, reject) => {
      this.#wishes.push({ ctx, object, request, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => void this.#carryOut());
    });

  async #carryOut(): Promise<void> {
    this.#scheduled = false;
    const { dryRun, apart } = this.#options;
    for (const group of Map.groupBy(this.#wishes.splice(0), groupKey).values()) {
      for (const wave of waves(group)) {
        const alone = wave.filter((wish) => !(apart && !dryRun && this.#taken(wish)));
        for (const wish of wave) if (!alone.includes(wish)) wish.reject(new NotTogether());
        await this.#write(alone);
      }
    }
  }

  #taken({ object, request }: Wish): boolean {
    if (request.action === 'create') return false;
    const key = `${object} ${request.id}`;
    const taken = this.#written.has(key);
    this.#written.add(key);
    return taken;
  }

  async #write(wishes: readonly Wish[]): Promise<void> {
    const [first] = wishes;
    if (first === undefined) return;
    try {
      const outcomes = await writeRecords(
        first.ctx,
        first.object,
        wishes.map(({ ctx, request }) =>
          ctx.cause.id === undefined ? request : { ...request, causeId: ctx.cause.id },
        ),
        { mode: 'partial', dryRun: this.#options.dryRun },
      );
      wishes.forEach((wish, index) => wish.resolve(outcomes[index]!));
    } catch (error) {
      for (const wish of wishes) wish.reject(error);
    }
  }
}

/** Who writes with the same rights writes together. */
function groupKey({ ctx, object }: Wish): string {
  return `${object}|${ctx.access.key}|${ctx.actor.userId ?? ''}`;
}

/** A record can be written only once at a time. */
function waves(wishes: readonly Wish[]): Wish[][] {
  const result: { wishes: Wish[]; ids: Set<string> }[] = [];
  for (const wish of wishes) {
    const id = wish.request.id;
    let wave = result.find((each) => id === undefined || !each.ids.has(id));
    if (wave === undefined) result.push((wave = { wishes: [], ids: new Set() }));
    wave.wishes.push(wish);
    if (id !== undefined) wave.ids.add(id);
  }
  return result.map((each) => each.wishes);
}
