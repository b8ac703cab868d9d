import type { CompiledField, Issue, JsonValue, RuleDocument, ShareLevel } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import type { RecordInput } from '../written-record.ts';
import type { FieldChanges, ObjectChanges, RecordState, WriteAction } from '../store/record-changes.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import type { ReachedRecords } from './reached-records.ts';
import type { RelatedRecords } from './related-records.ts';

/** One wish to change one record. */
export type WriteRequest =
  | { action: 'create'; input: RecordInput; id?: string; causeId?: string }
  | { action: 'update'; id: string; input: RecordInput; version?: number; causeId?: string }
  | { action: 'delete'; id: string; version?: number }
  | { action: 'restore'; id: string };

/** What is to become of one record of an owned list, and where the input says so. */
export interface OwnedEntry {
  path: string;
  request: Exclude<WriteRequest, { action: 'restore' }>;
}

/** One record on its way through the stages. */
export interface Write {
  readonly request: WriteRequest;
  readonly action: WriteAction;
  /** What caused this one, where that is not the cause of the whole batch. */
  readonly causeId?: string;
  id: string;
  /** The input's values once parsed. */
  given: RecordState;
  /** What the input gives of its owned lists, by field. */
  owned: ReadonlyMap<string, readonly OwnedEntry[]>;
  /** As it was read; null for a new record. */
  before: RecordState | null;
  /** As it is to be. */
  after: RecordState;
  /** Values of formulas over `after`, for the answer. */
  formulas: RecordState;
  /** Roll-ups as its writer sees them, where those are not the stored ones, for the answer. */
  shown: RecordState;
  /** The version that was read, 0 for a new record. */
  version: number;
  /** What `after` has that `before` has not, less what the system sets. */
  changes: FieldChanges;
  issues: Issue[];
  warnings: Issue[];
  /** Rules in shadow mode that do not hold. */
  observed: RuleDocument[];
  /** How the record was shared with the writer when it was read; whatever the write changes, it still is. */
  shared: ShareLevel | null;
  /** No role let the writer change the record as it was: only the share did. */
  byShareAlone: boolean;
  /** The writer may still see the record as it is to be. */
  readable: boolean;
}

/** Writes of one object that go through the stages together. */
export interface WriteBatch {
  readonly ctx: AccessContext;
  readonly object: CatalogObject;
  readonly writes: readonly Write[];
  readonly mode: 'all' | 'partial';
  readonly related: RelatedRecords;
  readonly reached: ReachedRecords;
  /** The batch to whose records these belong; null where nobody's list is written. */
  readonly upper: WriteBatch | null;
  /** What is written of these records' owned lists. */
  readonly owned: OwnedBatch[];
  /** Changes of other records that follow from these writes: what is deleted, restored or emptied with them. */
  readonly dependants: ObjectChanges[];
}

/** Records of an owned list that are written together with those they belong to. */
export interface OwnedBatch {
  /** The reference by which they belong to them. */
  via: string;
  batch: WriteBatch;
  /** Whose each is, and where the input says so; `told`: issues that its owner knows of. */
  places: ReadonlyMap<Write, { owner: Write; path: string; told: number }>;
}

/** A step of the write pipeline. It works on the whole batch; one record is a batch of one. */
export interface WriteStage {
  name: string;
  run(batch: WriteBatch): void | Promise<void>;
  /** Left out of dry runs, and when nothing is left to write. */
  effect?: true;
  /** It takes what is written of owned lists along itself; any other is given each batch by itself. */
  whole?: true;
}

/** Issues without a path concern the record as a whole: nothing more can be said about it. */
export function isSettled(write: Write): boolean {
  return write.issues.length > 0 && write.issues.some((issue) => issue.path === '');
}

export function isSound(write: Write): boolean {
  return write.issues.length === 0;
}

/** Writes whose values are looked at: neither deletes nor restores, nor records that are not there. */
export function edits({ writes }: WriteBatch): readonly Write[] {
  return allOr(writes, isEdit);
}

function isEdit(write: Write): boolean {
  return (write.action === 'create' || write.action === 'update') && !isSettled(write);
}

/** Edits with nothing wrong so far. */
export function soundEdits(batch: WriteBatch): readonly Write[] {
  return allOr(edits(batch), isSound);
}

/** Mostly that is all of them, and twenty stages ask: no list is made for that. */
function allOr(writes: readonly Write[], is: (write: Write) => boolean): readonly Write[] {
  return writes.every(is) ? writes : writes.filter(is);
}

export function isEmpty(value: JsonValue | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Every field of the object that people can still see. */
export const livingFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  Object.values(object.fields).filter((field) => field.archived !== true),
);
