/** acknowledged: answered as done. refused: answered as not done, and never sent before. unknown: no answer came. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** What an answer said about one record. */
export interface Effect {
  readonly id: string;
  readonly action: 'create' | 'update' | 'delete' | 'restore';
  /** null where the answer does not tell. */
  readonly version: number | null;
}

/** One wish of a writer, however often it was sent. */
export interface Attempt {
  /** Its own text, in every record it writes; null where it writes no field. */
  readonly marker: string | null;
  readonly operation: string;
  readonly object: string;
  /** Its Idempotency-Key. */
  readonly key: string | null;
  /** How many records carry the marker once it is done. */
  readonly records: number;
  readonly outcome: Outcome;
  readonly effects: readonly Effect[];
}

/** Everything that the writers know; the only memory that no crash can reach. */
export class Ledger {
  readonly attempts: Attempt[] = [];
  /** Records that all writers count up together, and how many were there before. */
  readonly shared: string[] = [];
  /** What must never be answered, whatever is killed. */
  readonly faults: string[] = [];
  lost = 0;
  replayed = 0;

  note(attempt: Attempt): void {
    this.attempts.push(attempt);
  }

  count(outcome: Outcome): number {
    return this.attempts.filter((attempt) => attempt.outcome === outcome).length;
  }
}
