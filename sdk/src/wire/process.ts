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

/** What a process that is being drawn would open to one person. */
export interface TriedProcess {
  user: { id: string; name: string; active: boolean };
  /** null: he may not see the record. */
  open: OpenTransitions | null;
}

/** Where a record stands in one of its processes and where it can go. */
export interface OpenTransitions {
  /** The field that holds the stage; null where there is no such process, or the reader may not see its field. */
  field: string | null;
  stage: string | null;
  /** A move that awaits its approval. */
  pending: { to: string; requested_at: string; by: string | null; run: string | null } | null;
  transitions: OpenTransition[];
}
