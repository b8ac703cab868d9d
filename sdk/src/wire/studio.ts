import type { Document, DocumentKind } from '../documents/kinds.ts';
import type { FieldPermission, SystemRight, Verb } from '../documents/role.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { ProblemItem } from './problem.ts';

export interface LayerInfo {
  name: string;
  kind: 'platform' | 'plugin' | 'workspace' | 'strategy';
  label: Label;
  editable: boolean;
  /** Documents in its draft that differ from the live release. */
  unpublished: number;
}

/** A document as a layer sees it (all layers up to and including its draft folded). */
export interface DocumentInfo {
  document: Document;
  key: string;
  /** Layer that added it. */
  origin: string;
  /** Layers that patched it, lowest first. */
  patched_by: string[];
  /** `path of property → layer` for every property not set by the origin. */
  provenance: Record<string, string>;
  state: 'published' | 'draft_new' | 'draft_changed' | 'draft_archived';
  /** Differs whenever the document does. Sent as If-Match, it keeps a save from going over somebody else's. */
  version: string;
  /** When it last changed: in the draft where it differs, else in the release that brought it; null for the platform's. */
  changed: DocumentEdit | null;
}

/** The last change of a document. */
export interface DocumentEdit {
  at: string;
  /** Name of who changed the draft, or published the release; null: the platform itself. */
  by: string | null;
  /** null: not published yet. */
  release: number | null;
}

/** One difference between two folds. */
export interface DocumentChange {
  kind: DocumentKind;
  key: string;
  label: Label;
  /** Object it belongs to, for grouping. */
  object?: string;
  action: 'add' | 'change' | 'archive' | 'restore' | 'remove' | 'rename';
  properties: { path: string; from: JsonValue; to: JsonValue }[];
}

export interface Impact {
  /** Plain sentence for people. */
  text: Label;
  kind: 'records' | 'users' | 'views' | 'rules' | 'layouts' | 'roles';
  object?: string;
  count: number;
  /** Ids of records or people, names of documents. */
  sample: string[];
  /** Of a change of roles: who gains or loses what. */
  access?: AccessChange;
}

/** What people gain or lose with an object when roles change. */
export interface AccessChange {
  way: 'gain' | 'lose';
  object?: string;
  /** What may be done; absent for a field or a right. */
  verb?: Verb;
  field?: string;
  /** The field's permission as it would be. */
  permission?: FieldPermission;
  right?: SystemRight;
  /** How many people; `people` names some of them. */
  count: number;
  people: AccessChangeOfPerson[];
  /** Records were counted among the newest so many only, for there are more than could be looked at in time. */
  looked_at?: number;
  /** Records were counted for so many of the people only. */
  people_looked_at?: number;
}

export interface AccessChangeOfPerson {
  id: string;
  name: string;
  /** Records; null where they were not counted: for creating, for fields and rights, or for want of time. */
  records: number | null;
  /** Ids of some of them. */
  sample: string[];
}

export interface DdlStep {
  /** expand: before the release is live; switch: as it goes live; finish: after, beside running traffic. */
  phase: 'expand' | 'switch' | 'finish';
  text: Label;
  sql: string;
}

/** What becomes of the values of a field that gets another type, as far as they were looked at. */
export interface ConversionPlan {
  object: string;
  field: string;
  /** What the live release calls it. */
  now: { object: string; field: string };
  label: Label;
  /** Names of the field types. */
  from: string;
  to: string;
  /** Living records that have a value. */
  filled: number;
  /** Of these so many were looked at before the plan was due; the publish looks at all. */
  looked_at: number;
  /** Of those looked at so many do not convert: they are kept aside and the field is empty. */
  fails: number;
  /** Most frequent first, each with the message of one value. */
  reasons: { code: string; message: string | null; count: number }[];
  /** Values and messages are null for those who may not read the field of every record. */
  sample: { id: string; value: string | null; message: string | null }[];
}

/** How far a publish has come in converting the values of a field. */
export interface ConversionProgress {
  object: string;
  field: string;
  label: Label;
  done: number;
  total: number;
}

export interface PublishPlan {
  diff: DocumentChange[];
  impact: Impact[];
  conversions: ConversionPlan[];
  ddl: DdlStep[];
  /** Any of these stops a publish. */
  problems: (ProblemItem & {
    kind: DocumentKind;
    key: string;
    /** Some of the records that are meant. */
    records?: { object: string; ids: string[] };
  })[];
  /** What may be meant so, and may not: told, but it stops nothing. */
  warnings: (ProblemItem & { kind: DocumentKind; key: string })[];
}

export interface ReleaseInfo {
  number: number;
  message: string;
  /** Who published it, by id; null: the system. */
  author: string | null;
  /** How he was called then. */
  author_name: string | null;
  at: string;
  changes: number;
}
