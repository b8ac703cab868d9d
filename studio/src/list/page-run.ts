import type { RecordData, RecordPage } from '@stratacrm/sdk';
import { ref, shallowRef, type Ref } from 'vue';
import { isAborted } from '../api/client.ts';

/** Asks for one page. Bare: only ids are wanted, to get past it. */
export type LoadPage = (request: {
  cursor: string | undefined;
  limit: number;
  bare: boolean;
  signal: AbortSignal;
}) => Promise<RecordPage>;

interface Page {
  cursor: string | undefined;
  rows: RecordData[] | null;
}

/**
 * A list from one of its ends. Pages are fetched as they come into view, and one further; those far away are dropped but
 * remembered by their cursor. A jump far ahead walks there by bare pages, since a keyset cursor cannot skip.
 */
export class PageRun {
  static readonly size = 200;
  /** Pages kept on either side of what is in view: about 3,000 records in memory, however long the list. */
  static readonly kept = 7;

  /** Rises with every change; reading a row makes the reader depend on it. */
  readonly version: Ref<number>;
  readonly error = shallowRef<unknown>(null);
  /** How many there are, once the end was seen. */
  readonly end = ref<number | null>(null);

  readonly #load: LoadPage;
  readonly #pages: Page[] = [{ cursor: undefined, rows: null }];
  readonly #loading = new Map<number, Promise<void>>();
  readonly #abort = new AbortController();
  #wanted: [number, number] = [0, 0];
  #walking = false;

  constructor(load: LoadPage, version = ref(0)) {
    this.#load = load;
    this.version = version;
  }

  /** The record at a place, or null while it is not here. */
  row(index: number): RecordData | null {
    void this.version.value;
    return this.#pages[Math.floor(index / PageRun.size)]?.rows?.[index % PageRun.size] ?? null;
  }

  /** How many can be reached for now: a page more than what is known. */
  get reach(): number {
    void this.version.value;
    return this.end.value ?? this.#pages.length * PageRun.size;
  }

  /** Every record now in memory, in order. */
  *loaded(): Generator<RecordData> {
    for (const page of this.#pages) if (page.rows !== null) yield* page.rows;
  }

  /** Says what is in view; the rest follows by itself. */
  need(from: number, to: number): void {
    const first = Math.max(0, Math.floor(from / PageRun.size));
    const last = Math.max(first, Math.floor((to + PageRun.size / 2) / PageRun.size));
    this.#wanted = [first, last];
    for (let at = first; at <= Math.min(last, this.#pages.length - 1); at++) void this.#fetch(at, false);
    if (last >= this.#pages.length && this.end.value === null) void this.#walk();
    this.#drop();
  }

  /** Ids of the rows that are here now. */
  held(): string[] {
    return this.#pages.flatMap((page) => page.rows?.map((row) => row.id) ?? []);
  }

  /** Puts changed records in the place of their former selves. */
  replace(record: RecordData): void {
    for (const page of this.#pages) {
      const at = page.rows?.findIndex((row) => row.id === record.id) ?? -1;
      if (at < 0 || page.rows === null) continue;
      page.rows = page.rows.with(at, record);
      this.version.value++;
    }
  }

  retry(): void {
    this.error.value = null;
    this.need(this.#wanted[0] * PageRun.size, this.#wanted[1] * PageRun.size);
  }

  close(): void {
    this.#abort.abort();
  }

  async #walk(): Promise<void> {
    if (this.#walking) return;
    this.#walking = true;
    while (this.end.value === null && this.error.value === null && this.#pages.length <= this.#wanted[1]) {
      const at = this.#pages.length - 1;
      await this.#fetch(at, at < this.#wanted[0]);
      if (this.#pages.length - 1 === at) break;
    }
    this.#walking = false;
    for (let at = this.#wanted[0]; at <= Math.min(this.#wanted[1], this.#pages.length - 1); at++)
      void this.#fetch(at, false);
  }

  #fetch(at: number, bare: boolean): Promise<void> {
    const page = this.#pages[at];
    if (page === undefined || this.error.value !== null) return Promise.resolve();
    const isLast = at === this.#pages.length - 1 && this.end.value === null;
    if (page.rows !== null && !isLast) return Promise.resolve();
    const running = this.#loading.get(at);
    if (running !== undefined) return running;
    const loading = this.#ask(at, page, bare).finally(() => this.#loading.delete(at));
    this.#loading.set(at, loading);
    return loading;
  }

  async #ask(at: number, page: Page, bare: boolean): Promise<void> {
    try {
      const { data, page: answer } = await this.#load({
        cursor: page.cursor,
        limit: PageRun.size,
        bare,
        signal: this.#abort.signal,
      });
      if (!bare) page.rows = data;
      if (answer.next === null) this.end.value = at * PageRun.size + data.length;
      else if (at === this.#pages.length - 1) this.#pages.push({ cursor: answer.next, rows: null });
    } catch (error) {
      if (isAborted(error)) return;
      this.error.value = error;
    }
    this.version.value++;
  }

  #drop(): void {
    const [first, last] = this.#wanted;
    this.#pages.forEach((page, at) => {
      if (at < first - PageRun.kept || at > last + PageRun.kept) page.rows = null;
    });
  }
}
