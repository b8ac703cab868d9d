import type { RecordData } from '@stratacrm/sdk';
import type { Group } from './groups.ts';
import type { RecordPages } from './record-pages.ts';

/** A run of records under one head; a list without groups is one segment without a head. */
export interface Segment {
  group: Group | null;
  open: boolean;
  /** How many records it has; for an unknown count as many as can be reached. */
  count: number;
  pages: RecordPages | null;
}

/** What stands on one line of the list. */
export type GridLine =
  | { kind: 'group'; segment: Segment; group: Group }
  | { kind: 'record'; segment: Segment; index: number; record: RecordData | null };

/** The lines of all segments, numbered through; made anew when a segment opens, closes or grows. */
export class GridLines {
  readonly length: number;
  readonly #starts: number[] = [];
  readonly #segments: readonly Segment[];

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
    let at = 0;
    for (const segment of segments) {
      this.#starts.push(at);
      at += (segment.group === null ? 0 : 1) + (segment.open ? segment.count : 0);
    }
    this.length = at;
  }

  at(line: number): GridLine | null {
    const place = this.#segmentAt(line);
    const segment = this.#segments[place];
    if (segment === undefined) return null;
    const within = line - (this.#starts[place] ?? 0);
    if (segment.group !== null && within === 0) return { kind: 'group', segment, group: segment.group };
    const index = segment.group === null ? within : within - 1;
    return { kind: 'record', segment, index, record: segment.pages?.row(index) ?? null };
  }

  /** Ids of every record now in memory, of open segments. */
  loadedIds(): string[] {
    return this.#segments.flatMap((segment) =>
      segment.open && segment.pages !== null ? [...segment.pages.loaded()].map((record) => record.id) : [],
    );
  }

  /** Asks every segment in view for its records there. */
  need(from: number, to: number): void {
    this.#segments.forEach((segment, place) => {
      const start = (this.#starts[place] ?? 0) + (segment.group === null ? 0 : 1);
      const end = start + (segment.open ? segment.count : 0);
      if (segment.pages === null || end <= from || start > to) return;
      segment.pages.need(Math.max(0, from - start), Math.max(0, Math.min(to, end - 1) - start));
    });
  }

  /** Last segment that starts at or before the line. */
  #segmentAt(line: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
