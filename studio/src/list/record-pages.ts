import type { RecordData, RecordPage } from '@stratacrm/sdk';
import { computed, ref } from 'vue';
import { PageRun, type LoadPage } from './page-run.ts';

/** Asks for one page, from the beginning of the list or backwards from its end. */
export type LoadFrom = (request: Parameters<LoadPage>[0] & { backwards: boolean }) => Promise<RecordPage>;

/**
 * A long list as if it were an array: fetched from its beginning and, once one knows how long it is, for what lies nearer
 * to its end from there. So the last row of a hundred thousand is one request away.
 */
export class RecordPages {
  static readonly size = PageRun.size;

  /** Rises with every change; reading a row makes the reader depend on it. */
  readonly version = ref(0);
  readonly #front: PageRun;
  readonly #back: PageRun;
  #total: number | null = null;

  constructor(load: LoadFrom) {
    this.#front = new PageRun((request) => load({ ...request, backwards: false }), this.version);
    this.#back = new PageRun((request) => load({ ...request, backwards: true }), this.version);
  }

  readonly error = computed(() => this.#front.error.value ?? this.#back.error.value);

  /** How many there are, once the end was seen. */
  get end(): PageRun['end'] {
    return this.#front.end;
  }

  /** How many there are, as it was counted. */
  set total(count: number) {
    this.#total = count;
    this.version.value++;
  }

  row(index: number): RecordData | null {
    const found = this.#front.row(index);
    return found === null && this.#total !== null ? this.#back.row(this.#total - 1 - index) : found;
  }

  /** How many can be reached for now: a page more than what is known. */
  get reach(): number {
    return this.#front.reach;
  }

  /** Every record now in memory. */
  *loaded(): Generator<RecordData> {
    yield* this.#front.loaded();
    yield* this.#back.loaded();
  }

  /** Says what is in view; the rest follows by itself. */
  need(from: number, to: number): void {
    const total = this.#total;
    if (total !== null && from > this.#front.reach && total - to < from - this.#front.reach)
      this.#back.need(Math.max(0, total - 1 - to), Math.max(0, total - 1 - from));
    else this.#front.need(from, to);
  }

  /** Ids of the rows that are here now. */
  held(): string[] {
    return [...new Set([...this.#front.held(), ...this.#back.held()])];
  }

  /** Puts changed records in the place of their former selves. */
  replace(record: RecordData): void {
    this.#front.replace(record);
    this.#back.replace(record);
  }

  retry(): void {
    for (const run of [this.#front, this.#back]) if (run.error.value !== null) run.retry();
  }

  close(): void {
    this.#front.close();
    this.#back.close();
  }
}
