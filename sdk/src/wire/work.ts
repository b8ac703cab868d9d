import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { FormField } from '../workflow/form.ts';
import type { HistoryEntry } from './records.ts';

/** Somebody, as lists name him. */
export interface PersonName {
  id: string;
  name: string;
}

/** Which tasks and approvals a list shows. */
export const WORK_LISTS = ['mine', 'teams', 'asked', 'done', 'all'] as const;

export type WorkList = (typeof WORK_LISTS)[number];

/** A task or an approval as lists show it. */
export interface WorkItem {
  id: string;
  kind: 'task' | 'approval';
  title: string;
  /** The workflow that asks. */
  workflow: Label;
  /** What it is about; null also where the reader may not read the record. */
  record: { object: string; id: string; name: string | null } | null;
  requester: PersonName | null;
  /** Of several levels, the one that is asked now. */
  level: number;
  levels: number;
  created_at: string;
  due_at: string | null;
  /** null: it is waited for. */
  ended_at: string | null;
  outcome: string | null;
  claimed_by: PersonName | null;
  /** What the reader may do with it. */
  may: WorkRights;
  /** When a comment is needed. */
  comment: 'never' | 'rejecting' | 'always';
}

export interface WorkRights {
  decide: boolean;
  complete: boolean;
  claim: boolean;
  release: boolean;
  hand_on: boolean;
  take_back: boolean;
  recall: boolean;
  /** It may be decided together with others. */
  bulk: boolean;
}

/** One answer that is waited for, or was given. */
export interface WorkSeat {
  id: string;
  level: number;
  asked: { kind: 'user' | 'team' | 'role'; id: string; name: string };
  /** Who may answer as well, since it took too long or because the one asked is away. */
  also: PersonName[];
  open: boolean;
  decision: 'approved' | 'rejected' | 'done' | null;
  comment: string | null;
  decided_by: PersonName | null;
  decided_at: string | null;
}

/** What happened to a task, oldest first. */
export interface WorkEvent {
  id: string;
  at: string;
  /** null: the workflow itself. */
  actor: PersonName | null;
  kind: string;
  comment: string;
  to: PersonName[];
}

/** A task with all that is needed to answer it. */
export interface WorkDetail extends WorkItem {
  instructions: string;
  mode: 'one' | 'all' | 'majority' | 'chain';
  form: FormField[];
  /** Fields of the record to be shown; none: its main ones. */
  fields: string[];
  seats: WorkSeat[];
  events: WorkEvent[];
  /** The change that it is about, less what the reader may not see. */
  change: HistoryEntry | null;
  /** The run, for administrators. */
  run: string | null;
}

/** How much there is to do. */
export interface WorkCount {
  mine: number;
  teams: number;
  overdue: number;
}

/** What became of each of many approvals decided at once. */
export interface BulkDecision {
  decided: number;
  errors: { id: string; code: string; message: string }[];
}

/** What the page behind a link in an e-mail shows; reading it decides nothing. */
export interface DecisionPage {
  title: string;
  instructions: string;
  workflow: Label;
  approver: string;
  requester: string | null;
  /** Field → its value as text, those that the approver may read. */
  record: { label: Label; name: string; fields: { label: Label; text: string }[] } | null;
  comment: 'never' | 'rejecting' | 'always';
  expires_at: string;
}

/** What the work of a person depends on. */
export interface WorkProfile {
  skills: string[];
  away_from: string | null;
  /** null with a beginning: until further notice. */
  away_until: string | null;
  /** Who may answer approvals and tasks meanwhile. */
  stand_in: PersonName | null;
}

export interface WorkProfileInput {
  skills?: string[] | undefined;
  away_from?: string | null | undefined;
  away_until?: string | null | undefined;
  stand_in?: string | null | undefined;
}

/** What one is asked with the answers to a task's questions. */
export type WorkAnswers = { [name: string]: JsonValue };
