import type { Label } from '../label.ts';
import type { ProblemItem } from './problem.ts';

/** A stage that a record can be moved to from where it stands, as far as its process is concerned. */
export interface OpenTransition {
  to: string;
  /** The transition's own name; null: that of the stage serves. */
  label: Label | null;
  /** Fields to be filled in along with the move. */
  fill: string[];
  /** It is asked for, and made once somebody has approved. */
  approval: boolean;
  /** Whether the reader is one of those who make it. */
  yours: boolean;
  /** What else is in the way, with the remedy. */
  problems: ProblemItem[];
}

/** Where a record stands in its process and where it can go. */
export interface OpenTransitions {
  /** The field that holds the stage; null for an object without a process, or where the reader may not see the field. */
  field: string | null;
  stage: string | null;
  /** A move that awaits its approval. */
  pending: { to: string; requested_at: string; by: string | null; run: string | null } | null;
  transitions: OpenTransition[];
}
