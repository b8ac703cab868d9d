import type { JsonValue } from '@stratacrm/sdk';
import type { FieldChanges, WriteAction } from '../../records/store/record-changes.ts';
import type { RunError } from '../run.ts';

/** One step of a trial as it went. */
export interface TriedStep {
  /** The workflow it belongs to; another than the tried one where that calls it. */
  workflow: string;
  step: string;
  type: string;
  status: 'done' | 'failed';
  outcome: string | null;
  input: JsonValue;
  output: JsonValue;
  error: RunError | null;
  at: string;
  /** It would have waited until then; the trial went on at once. */
  until: string | null;
  /** What came of it was taken for granted: nobody was asked and nothing was sent. */
  assumed: boolean;
}

/** A record as a trial would have written it. */
export interface TriedWrite {
  step: string;
  object: string;
  /** null: a record that would be new. */
  id: string | null;
  action: WriteAction;
  changes: FieldChanges;
}

/** Something a trial would have sent or called. */
export interface TriedDelivery {
  step: string;
  type: string;
  kind: string;
  payload: JsonValue;
}

/** What would have become of one beginning. */
export interface TrialOutcome {
  status: 'done' | 'failed';
  error: RunError | null;
  /** The step at which it failed. */
  failedAt: string | null;
  steps: TriedStep[];
  writes: TriedWrite[];
  /** Ids of records that would be new. */
  created: string[];
  deliveries: TriedDelivery[];
  waits: number;
}

/** What a step is to answer instead of being done. */
export interface Assumed {
  outcome?: string;
  results?: { [name: string]: JsonValue };
  /** What the other side of a delivery answers. */
  response?: JsonValue;
}
