import type { JsonValue } from '@stratacrm/sdk';

export type RunStatus = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** What went wrong, as it is kept: a code of the catalogue and its parameters, told in the reader's language. */
export interface RunError {
  code: string;
  params: Record<string, JsonValue>;
  /** The places it concerns. */
  issues: { path: string; code: string; params: Record<string, JsonValue> }[];
}

/** One run of a workflow. */
export interface RunRow {
  id: string;
  workflow_id: string;
  workflow: string;
  digest: string;
  status: RunStatus;
  trigger: string;
  object: string | null;
  record_id: string | null;
  change_id: string | null;
  /** Whom it acts for; null: nobody, or the system. */
  actor: string | null;
  /** The roles it acts with; null: all that the actor has. */
  roles: string[] | null;
  depth: number;
  parent_run: string | null;
  parent_token: string | null;
  /** The record before the change that triggered it. */
  old: Record<string, JsonValue> | null;
  error: RunError | null;
  records_changed: number;
  started_at: string;
  ended_at: string | null;
}

/** Where a run stands, or one of its branches. */
export interface TokenRow {
  id: string;
  run_id: string;
  /** The token whose step this branch is done within. */
  parent: string | null;
  step: string | null;
  status: 'ready' | 'waiting' | 'joining' | 'done' | 'failed' | 'cancelled';
  /** Counts its rests, so that a job of an earlier one does nothing. */
  turn: number;
  /** Name → value, of the steps done so far. */
  results: Record<string, JsonValue>;
  waits_since: string | null;
  waits_until: string | null;
  waits_for_record: string | null;
  /** Branches that have not ended yet. */
  branches: number;
}
