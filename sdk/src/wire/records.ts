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
  count?: 'exact' | 'none';
  group_by?: GroupBy[];
  /** Result name → `count()`, `count(distinct owner)`, `sum(amount)`, `avg(…)`, `min(…)`, `max(…)`. */
  aggregates?: Record<string, string>;
  /** CEL over the names of the aggregates. */
  having?: string;
  /** true: the recycle bin instead of the living. */
  deleted?: boolean;
}

export interface RecordPage {
  data: RecordData[];
  page: { next: string | null };
  count?: number;
}

export interface GroupPage {
  data: { [name: string]: JsonValue }[];
}

export interface BulkRequest {
  create?: { [field: string]: JsonValue }[];
  /** Each with `id`; a `version` given is checked. */
  update?: { [field: string]: JsonValue }[];
  delete?: string[];
  /** all: one error changes nothing; partial: what is right is written. */
  mode?: 'all' | 'partial';
}

export interface BulkError {
  /** `create`, `update` or `delete`. */
  list: 'create' | 'update' | 'delete';
  index: number;
  path: string;
  code: string;
  message: string;
}

export interface BulkResult {
  created: string[];
  updated: string[];
  deleted: string[];
  errors: BulkError[];
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
