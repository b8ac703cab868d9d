import type { Issue, JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import type { RecordInput, WrittenRecord } from './written-record.ts';

/** One wish to change one record. */
export type WriteRequest =
  | { action: 'create'; input: RecordInput; id?: string }
  | { action: 'update'; id: string; input: RecordInput; version?: number }
  | { action: 'delete'; id: string; version?: number }
  | { action: 'restore'; id: string };

/** What became of one wish; it was carried out when `issues` is empty. */
export interface WriteOutcome {
  action: WriteRequest['action'];
  /** null: a create that was refused. */
  id: string | null;
  version: number | null;
  /** What is wrong, at paths within the record's input. */
  issues: Issue[];
  warnings: Issue[];
  /** Field → [before, after] in canonical values; nothing changed when empty. */
  changes: { [field: string]: [JsonValue, JsonValue] };
}

export interface WriteOptions {
  /** all: one issue anywhere and nothing is written; partial: what is right is written. */
  mode: 'all' | 'partial';
  /** Go through every stage but do not store: for previews. */
  dryRun?: boolean;
}

/**
 * Carries out many wishes on one object set-wise, through the same stages as a single one. Answers with one outcome per
 * wish, in order. Throws only what concerns the whole call (`unknown_object`, `forbidden`, `write_conflict`).
 */
export async function writeRecords(
  _ctx: AccessContext,
  _object: string,
  _requests: readonly WriteRequest[],
  _options: WriteOptions,
): Promise<WriteOutcome[]> {
  throw new Error('Not built yet');
}

/** Carries out one wish; throws what is wrong with it. */
export async function writeOne(_ctx: AccessContext, _object: string, _request: WriteRequest): Promise<WrittenRecord> {
  throw new Error('Not built yet');
}
