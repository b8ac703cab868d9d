import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';

/** A value that a source proposes for a field of a record. */
export interface Proposal {
  /** Name of the source. */
  enricher: string;
  field: string;
  value: JsonValue;
  /** What the record has now; null for an empty field. */
  current: JsonValue;
  source: Label;
  url: string | null;
  note: Label | null;
}

/** What was found for a record, and who could not say anything. */
export interface EnrichAnswer {
  proposals: Proposal[];
  problems: { enricher: string; code: string; message: string }[];
}
