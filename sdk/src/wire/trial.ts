import type { JsonValue } from '../json.ts';
import type { WorkflowDocument } from '../documents/workflow.ts';
import type { RunProblem } from './workflow.ts';

/** One step of a trial: what it was given, what came of it. */
export interface TrialStep {
  /** The workflow it belongs to; another than the tried one where that calls it. */
  workflow: string;
  step: string;
  type: string;
  status: 'done' | 'failed';
  outcome: string | null;
  input: JsonValue;
  output: JsonValue;
  problem: RunProblem | null;
  at: string;
  /** It would have waited until then. */
  until: string | null;
  /** Taken for granted: nobody was asked and nothing was sent. */
  assumed: boolean;
}

/** A record as a trial would have written it. */
export interface TrialWrite {
  step: string;
  object: string;
  /** null: a record that would be new. */
  id: string | null;
  action: 'create' | 'update' | 'delete' | 'restore';
  changes: { [field: string]: [JsonValue, JsonValue] };
}

/** Something a trial would have sent or called. */
export interface TrialDelivery {
  step: string;
  type: string;
  kind: string;
  payload: JsonValue;
}

/** What would have become of one beginning. */
export interface TrialResult {
  status: 'done' | 'failed';
  problem: RunProblem | null;
  failed_at: string | null;
  /** Whether the trigger would have taken it. */
  triggered: boolean;
  steps: TrialStep[];
  writes: TrialWrite[];
  deliveries: TrialDelivery[];
}

/** A change of the past that would have begun a workflow. */
export interface TrialBeginning {
  change: string;
  record: string;
  at: string;
  actor: string | null;
  action: string;
}

export type ReplayState = 'preparing' | 'running' | 'done' | 'failed' | 'cancelled';

/** What one version of a workflow would have done with the past. */
export interface ReplayCounts {
  triggered: number;
  done: number;
  failed: number;
  waits: number;
  /** Different records it would have changed. */
  records: number;
  created: number;
  updated: number;
  deleted: number;
  deliveries: { [kind: string]: number };
  /** Receiver → how many; null for whoever may not read everything. Beyond 500 receivers the rest is counted under ''. */
  recipients: { [address: string]: number } | null;
  /** Why, and at which step. */
  failures: { problem: RunProblem; step: string; count: number }[];
  /** `object.field` → how many writes. */
  fields: { [field: string]: number };
}

/** One beginning of a replay, kept to be looked at. */
export interface ReplayEntry {
  at: string;
  object: string | null;
  record: string | null;
  actor: string | null;
  tried: ReplayOutcome | null;
  compared: ReplayOutcome | null;
}

export interface ReplayOutcome {
  status: 'done' | 'failed';
  problem: RunProblem | null;
  failed_at: string | null;
  writes: TrialWrite[];
  /** null for whoever may not read everything. */
  deliveries: TrialDelivery[] | null;
}

/** A replay of a workflow over the past. */
export interface Replay {
  id: string;
  workflow: string;
  days: number;
  state: ReplayState;
  /** Beginnings there are, and those that have been tried. */
  total: number;
  done: number;
  per_second: number | null;
  seconds_left: number | null;
  problem: RunProblem | null;
  /** Records that are gone or cannot be made what they were. */
  unable: number;
  tried: ReplayCounts;
  /** The published version over the same past; null where there is none to compare with. */
  compared: ReplayCounts | null;
  difference: { same: number; different: number; only_tried: number; only_compared: number } | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export interface ReplayDetail extends Replay {
  document: WorkflowDocument;
  /** Of each kind at most forty. */
  sample: { changed: ReplayEntry[]; failed: ReplayEntry[]; different: ReplayEntry[] };
}

/** How a test of a workflow went. */
export interface WorkflowTestResult {
  test: string;
  passed: boolean;
  /** What is otherwise than it should be, in the reader's language. */
  problems: string[];
}
