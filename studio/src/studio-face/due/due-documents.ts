import type { Document } from '@stratacrm/sdk';

/** Days ahead that one is told of what comes due. */
export const AHEAD = 30;

/** A document that somebody promised to look at again, or to take out. */
export interface DueDocument<Entry> {
  entry: Entry;
  what: 'review' | 'expiry';
  /** `2027-03-31` */
  day: string;
  /** Days from today on; below zero it is late. */
  left: number;
}

const DAY_MS = 86_400_000;

/** What is late or comes due, the latest first; an expiry stands for the review that goes before it. */
export function dueDocuments<Entry extends { readonly document: Document }>(
  entries: Iterable<Entry>,
  today: string,
): DueDocument<Entry>[] {
  const due: DueDocument<Entry>[] = [];
  for (const entry of entries) {
    const { archived, meta } = entry.document;
    if (archived === true || meta === undefined) continue;
    const wanted = [
      { what: 'expiry', day: meta.expires_on },
      { what: 'review', day: meta.review_by },
    ] as const;
    const first = wanted.find(({ day }) => day !== undefined && daysBetween(today, day) <= AHEAD);
    if (first?.day !== undefined)
      due.push({ entry, what: first.what, day: first.day, left: daysBetween(today, first.day) });
  }
  return due.sort((a, b) => a.left - b.left);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
