import type { WorkflowDocument } from '../documents/workflow.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { FormField } from '../workflow/form.ts';
import type { ProblemItem } from './problem.ts';

export type WorkflowRunStatus = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** What went wrong, in the reader's language. */
export interface RunProblem {
  code: string;
  message: string;
  errors: ProblemItem[];
}

/** A run as lists show it. */
export interface WorkflowRun {
  id: string;
  workflow: string;
  label: Label;
  status: WorkflowRunStatus;
  trigger: string;
  object: string | null;
  record: string | null;
  actor: string | null;
  /** Runs in a row, each triggered by the one before. */
  depth: number;
  parent_run: string | null;
  problem: RunProblem | null;
  records_changed: number;
  started_at: string;
  ended_at: string | null;
}

/** One step as a run did it. */
export interface WorkflowRunStep {
  id: string;
  step: string;
  type: string;
  status: 'done' | 'waiting' | 'failed';
  outcome: string | null;
  input: JsonValue;
  output: JsonValue;
  problem: RunProblem | null;
  records_changed: number;
  started_at: string;
  ended_at: string;
}

/** A run with all it did and where it stands. */
export interface WorkflowRunDetail extends WorkflowRun {
  steps: WorkflowRunStep[];
  standing: { id: string; step: string | null; status: string; waits_until: string | null }[];
  /** The document it began with is not the one that is live. */
  outdated: boolean;
  /** The document it began with. */
  document: WorkflowDocument;
}

/** A workflow as a release made it. */
export interface WorkflowVersion {
  /** 1 is the first that was published. */
  version: number;
  release: number;
  at: string;
  message: string;
  document: WorkflowDocument;
}

/** What a workflow did in the last days. */
export interface WorkflowMetric {
  workflow: string;
  runs: number;
  failed: number;
  waiting: number;
  records_changed: number;
  median_seconds: number | null;
  p95_seconds: number | null;
  last_started_at: string | null;
}

/** What one workflow did on one day. */
export interface WorkflowDay {
  day: string;
  runs: number;
  failed: number;
  records_changed: number;
}

/** A button on a record. */
export interface OfferedWorkflow {
  name: string;
  label: Label;
  form: FormField[];
}

/** A run as everybody sees it who may read its record: that it was, and how it ended, but no values. */
export interface RecordRun {
  id: string;
  label: Label;
  status: WorkflowRunStatus;
  started_at: string;
  ended_at: string | null;
}

/** What became of many runs that were changed alike. */
export interface RunsChanged {
  changed: number;
  errors: { id: string; code: string; message: string }[];
}
