import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';

/** How the fields outside stand for ours: a path by the name of the outside field; null: it stands for none. */
export interface ConnectorMapping {
  [outside: string]: string | null;
}

/** A connector as the page of its plugin shows it. */
export interface ConnectorInfo {
  name: string;
  label: Label;
  description: Label | null;
  icon: string | null;
  object: string;
  object_label: Label;
  /** What its code can do. */
  pulls: boolean;
  pushes: boolean;
  /** Switched on by an administrator: it reads at its times, it is told of changes. */
  pull: boolean;
  push: boolean;
  /** Its code also tells what is gone outside. */
  tells_deletions: boolean;
  /** Switched on by an administrator: what is gone outside goes here, into the recycle bin. */
  deletes: boolean;
  /** A CRON line; null: only when somebody asks for it. */
  schedule: string | null;
  /** What its author proposes. */
  standard_schedule: string | null;
  next_run: string | null;
  key: string;
  fields: ConnectorField[];
  /** Why it cannot work as it is set up. */
  problems: { code: string; message: string }[];
  /** Something was read before: the next run goes on from there. */
  begun: boolean;
  /** Records that wait to be told. */
  waiting: number;
  /** Those of them that were refused again and again, and wait for somebody to ask for it. */
  set_aside: number;
  /** All records are being put among those that wait to be told. */
  gathering: boolean;
  /** The last of each direction. */
  last_pull: ConnectorRun | null;
  last_push: ConnectorRun | null;
}

/** A field outside and what it stands for. */
export interface ConnectorField {
  name: string;
  label: Label;
  /** Path of a field of ours; null: none. */
  to: string | null;
  standard: string | null;
  /** Whether it is otherwise than its author says. */
  changed: boolean;
}

export const CONNECTOR_RUN_STATES = ['waiting', 'running', 'done', 'failed', 'stopped'] as const;

/** What one time of reading or telling came to. */
export interface ConnectorRun {
  id: string;
  direction: 'pull' | 'push';
  status: (typeof CONNECTOR_RUN_STATES)[number];
  /** Who asked for it; null: it began by itself. */
  actor: string | null;
  attempt: number;
  read: number;
  created: number;
  updated: number;
  deleted: number;
  unchanged: number;
  /** Rows of records that wait to be told: ours stays. */
  kept: number;
  failed: number;
  /** What went wrong as a whole, in the reader's language. */
  error: string | null;
  /** The first rows that could not be taken or told. */
  errors: ConnectorRowError[];
  started_at: string;
  ended_at: string | null;
  /** When it is tried again. */
  again_at: string | null;
}

/** Why one row could not be taken or told. */
export interface ConnectorRowError {
  /** What the row is known by outside. */
  key: JsonValue;
  /** The record here, where there is one. */
  record: string | null;
  field: string | null;
  message: string;
}
