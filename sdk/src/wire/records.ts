import type { JsonValue } from '../json.ts';

/** A record as the API shows it. References are ids, or records of their requested fields when expanded. */
export interface RecordData {
  id: string;
  [field: string]: JsonValue;
}

export interface CurrencyValue {
  /** Exact decimal: `"12.50"`. */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
}

export type GroupBy = string | { field: string; bucket: 'day' | 'week' | 'month' | 'quarter' | 'year' };

/** A question to the one query compiler. */
export interface RecordQuery {
  /** Field names and dotted paths; absent: all readable fields. */
  fields?: string[];
  /** CEL with bare field names. */
  filter?: string;
  /** `-created_at` or `stage,-amount`. */
  sort?: string;
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
  /** exact; estimate: exact up to 10,000, beyond that about right where that gives nothing hidden away. */
  count?: 'exact' | 'estimate' | 'none';
  group_by?: GroupBy[];
  /** Result name → `count()`, `count(distinct owner)`, `sum(amount)`, `avg(…)`, `median(…)`, `min(…)`, `max(…)`. */
  aggregates?: Record<string, string>;
  /** CEL over the names of the aggregates. */
  having?: string;
  /** true: from the end of the order, the last record first. */
  backwards?: boolean;
  /** true: the recycle bin instead of the living. */
  deleted?: boolean;
  /** A past moment, RFC 3339: values and records as they were then, under the access rules of today. */
  as_of?: string;
}

export interface RecordPage {
  data: RecordData[];
  page: { next: string | null };
  count?: number;
  /** The count is an estimate. */
  estimated?: true;
}

export interface GroupPage {
  data: { [name: string]: JsonValue }[];
  /** The `cursor` of the groups that follow. */
  page: { next: string | null };
}

export interface BulkRequest {
  create?: { [field: string]: JsonValue }[];
  /** Each with `id`; a `version` given is checked. */
  update?: { [field: string]: JsonValue }[];
  /**
   * Changes the records that have these values of the key, and creates those that are not there. The key is a unique
   * field, or the name of a rule of fields that are unique together; by one with a condition, only records the condition
   * holds for are found. Each row gives all fields of the key.
   */
  upsert?: { key: string; rows: { [field: string]: JsonValue }[] };
  delete?: string[];
  /** Out of the recycle bin, each with all that was deleted with it. */
  restore?: string[];
  /** all: one error changes nothing; partial: what is right is written. */
  mode?: 'all' | 'partial';
}

export interface BulkError {
  list: 'create' | 'update' | 'upsert' | 'delete' | 'restore';
  index: number;
  path: string;
  code: string;
  message: string;
}

export interface BulkResult {
  created: string[];
  updated: string[];
  deleted: string[];
  restored: string[];
  errors: BulkError[];
}

/** What comes back together with records of the recycle bin. */
export interface RestorePreview {
  /** How many of those asked for are there to be restored. */
  records: number;
  /** What was deleted because of them, by object, as far as the reader may see it. */
  along: { object: string; count: number }[];
}

/** A record chosen as one that tells of a person. */
export interface PersonalRecord {
  object: string;
  id: string;
}

/** A record in which somebody was found. */
export interface FoundPerson extends PersonalRecord {
  name: string;
  /** It is in the recycle bin. */
  deleted: boolean;
  /** Names of the fields that matched. */
  matched: string[];
}

/** What anonymising touches, or has touched. */
export interface AnonymisedCounts {
  records: { object: string; count: number }[];
  /** Values that are emptied, by field. */
  fields: { object: string; field: string; count: number }[];
  /** Entries of the change log out of which values are taken. */
  history: number;
  files: number;
  import_rows: number;
  /** Remembered answers to requests. */
  answers: number;
  /** Values kept of fields that were of another type. */
  kept_values: number;
  /** Notices, tasks, mails, calls and notes of plugins that said something of the person. */
  messages: number;
}

/** The same change for every record that a filter finds. */
export interface UpdateByFilterRequest {
  /** CEL with bare field names; `true` for all. */
  filter: string;
  set: { [field: string]: JsonValue };
  /** How many the caller expects; another number changes nothing. */
  expected_count?: number;
  /** all: one error changes nothing; partial: what is right is written, portion by portion. */
  mode?: 'all' | 'partial';
  /** true: says what would happen, and changes nothing. */
  dry_run?: boolean;
}

export type DeleteByFilterRequest = Omit<UpdateByFilterRequest, 'set'>;

export interface ByFilterResult {
  /** Records that the filter found. */
  matched: number;
  /** How many were, or in a dry run would be, changed or deleted. */
  done: number;
  failed: number;
  /** What is wrong with the first of those that failed. */
  errors: { id: string; path: string; code: string; message: string }[];
  /** By which what was done can be taken back, when anything was. */
  batch?: string;
}

/** One write to one record. */
export interface HistoryEntry {
  at: string;
  by: { id: string; name: string } | null;
  action: 'create' | 'update' | 'delete' | 'restore';
  cause: { kind: string; id?: string };
  release: number;
  version: number;
  changes: { field: string; from: JsonValue; to: JsonValue }[];
}

/** One line of a record's timeline: an activity that refers to it, or a change of it. */
export interface TimelineEntry {
  at: string;
  kind: 'activity' | 'change';
  by: { id: string; name: string } | null;
  /** Activities: which record, and what it says. */
  object?: string;
  id?: string;
  type?: string | null;
  title?: string | null;
  body?: string | null;
  /** Changes: as in the history. */
  change?: HistoryEntry;
}

export interface SearchHit {
  object: string;
  id: string;
  name: string;
  /** Field and text where it was found. */
  field: string;
  excerpt: string;
  score: number;
}

/** What a search may not find yet: the index of these objects is still being made, and of all of it so much is done. */
export interface SearchGaps {
  objects: string[];
  percent: number;
}
