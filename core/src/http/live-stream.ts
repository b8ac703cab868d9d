import { actFor } from '../access/act-for.ts';
import type { LiveChange } from '../records/live/live-hub.ts';
import { visibleChanges } from '../records/live/visible-changes.ts';
import type { RequestContext } from './request-context.ts';

export interface LiveWish {
  objects: readonly string[];
  /** Whether the list of what the person has to do changes is told too. */
  work: boolean;
  /** Ends after so long. */
  seconds: number;
}

/** Keeps proxies from ending a quiet connection. */
const HEARTBEAT_MS = 25_000;

/** Changes within so long of each other are told together. */
const GATHER_MS = 100;

/**
 * Server-sent events that name the records that changed: ids alone, and only of records that the person may read at that
 * moment. An iterator and not a generator, since a generator cannot be ended while it waits.
 */
export class LiveStream implements AsyncIterableIterator<string> {
  readonly #ctx: RequestContext;
  readonly #wish: LiveWish;
  readonly #changed = new Map<string, { object: string; derived: boolean; ids: Set<string> }>();
  readonly #pieces: string[] = ['retry: 2000\n\n'];
  readonly #leave: (() => void)[];
  #wake: (() => void) | null = null;
  #gathering: NodeJS.Timeout | undefined;
  #workChanged = false;
  #ended = false;

  constructor(ctx: RequestContext, wish: LiveWish) {
    this.#ctx = ctx;
    this.#wish = wish;
    const { live } = ctx.workspace;
    const heartbeat = setInterval(() => this.#say(':\n\n'), HEARTBEAT_MS);
    const ending = setTimeout(() => this.#end(), wish.seconds * 1_000);
    this.#leave = [
      live.listen((change) => this.#gather(change)),
      live.onWork((people) => this.#gatherWork(people)),
      live.onClose(() => this.#end()),
      () => clearInterval(heartbeat),
      () => clearTimeout(ending),
      () => clearTimeout(this.#gathering),
    ];
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<string>> {
    while (this.#pieces.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    const value = this.#pieces.shift();
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  }

  return(): Promise<IteratorResult<string>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  #gather({ object, ids, derived }: LiveChange): void {
    if (!this.#wish.objects.includes(object)) return;
    const key = `${object} ${derived}`;
    const known = this.#changed.get(key) ?? { object, derived, ids: new Set() };
    ids.forEach((id) => known.ids.add(id));
    this.#changed.set(key, known);
    this.#gathering ??= setTimeout(() => void this.#tell(), GATHER_MS);
  }

  #gatherWork(people: readonly string[]): void {
    const { userId } = this.#ctx.actor;
    if (!this.#wish.work || userId === null || !people.includes(userId)) return;
    this.#workChanged = true;
    this.#gathering ??= setTimeout(() => void this.#tell(), GATHER_MS);
  }

  async #tell(): Promise<void> {
    this.#gathering = undefined;
    const changed = [...this.#changed.values()].map((each): LiveChange => ({ ...each, ids: [...each.ids] }));
    this.#changed.clear();
    try {
      const reader = await this.#reader();
      if (reader === null) return this.#end();
      if (this.#workChanged) this.#say('event: work\ndata: {}\n\n');
      this.#workChanged = false;
      for (const change of changed) {
        const ids = await visibleChanges(reader, change);
        if (ids.length > 0) this.#say(`event: changed\ndata: ${JSON.stringify({ object: change.object, ids })}\n\n`);
      }
    } catch (error) {
      this.#ctx.workspace.log.warn('Live updates ended', { error });
      this.#end();
    }
  }

  /** The person with the rights he has now; null when he is signed out or no longer active. */
  async #reader() {
    const { workspace, actor, locale, sessionId } = this.#ctx;
    if (sessionId !== null) {
      const { rows } = await workspace.database.query(
        'select 1 from core.session where id = $1 and expires_at > now()',
        [sessionId],
        'live_session',
      );
      if (rows.length === 0) return null;
    }
    const who = { userId: actor.userId, roles: actor.roles, locale };
    return actFor(workspace.database, workspace.model.catalog(), who, { kind: 'api' });
  }

  #say(piece: string): void {
    if (this.#ended) return;
    this.#pieces.push(piece);
    this.#wake?.();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leave.forEach((leave) => leave());
    this.#wake?.();
  }
}
