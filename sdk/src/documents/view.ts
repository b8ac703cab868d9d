import type { DocumentBase } from './document.ts';

export interface ViewColumn {
  /** Field name or dotted path; also the key by which layers merge. */
  name: string;
  width?: number;
  pinned?: boolean;
}

/** Stretches of the calendar by which dates make groups. */
export const DATE_BUCKETS = ['day', 'week', 'month', 'quarter', 'year'] as const;

export type DateBucket = (typeof DATE_BUCKETS)[number];

export const VIEW_KINDS = ['table', 'board', 'calendar', 'declared'] as const;

/** `declared`: as a view type says. */
export type ViewKind = (typeof VIEW_KINDS)[number];

/** How many records are shown: the body shared by view documents and the views people save for themselves. */
export interface ViewBody {
  object: string;
  type: ViewKind;
  columns: ViewColumn[];
  /** CEL in filter form: bare field names. */
  filter?: string;
  /** `-close_date` or `stage,-amount`. */
  sort?: string;
  /** Table: field or dotted path whose values make groups. */
  group_by?: string;
  /** Table grouped by a date: how long each group is; a month unless said otherwise. */
  group_bucket?: DateBucket;
  /** Fields totalled in the foot and per group. */
  totals?: { field: string; function: 'sum' | 'avg' | 'min' | 'max' }[];
  /** Board: the select field that makes the columns, and the amount summed in each head. */
  board?: { field: string; sum?: string };
  /** Calendar: the date field. */
  calendar?: { field: string };
  /** Declared: the view type, and the field or dotted path that fills each of its parts. */
  declared?: { view_type: string; parts: Record<string, string> };
}

export interface ViewDocument extends DocumentBase<'view'>, ViewBody {
  /** Position among the views of its object, lowest first; the first is shown by default. */
  order?: number;
}
