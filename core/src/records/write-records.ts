import type { Issue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { refusalWithOffer } from './history/merge-offer.ts';
import { carryOut } from './pipeline/carry-out.ts';
import { toStore } from './pipeline/store-writes.ts';
import type { Write, WriteBatch, WriteRequest } from './pipeline/write-batch.ts';
import type { FieldChanges, WriteAction } from './store/record-changes.ts';
import { writeError, writtenAnswer } from './pipeline/written-answer.ts';
import type { WrittenRecord } from './written-record.ts';

export type { WriteRequest } from './pipeline/write-batch.ts';

/** What became of one wish; it was carried out when `issues` is empty. */
export interface WriteOutcome {
  action: WriteAction;
  /** null: a create that was refused. */
  id: string | null;
  version: number | null;
  /** What is wrong, at paths within the record's input; an empty path is the record itself. */
  issues: Issue[];
  warnings: Issue[];
  /** Field → [before, after] in canonical values; nothing changed when empty. */
  changes: FieldChanges;
}

export interface WriteOptions {
  /** all: one issue anywhere and nothing is written; partial: what is right is written. */
  mode: 'all' | 'partial';
  /** Go through every stage but do not store: for previews. */
  dryRun?: boolean;
}

/**
 * Carries out many wishes on one object set-wise, through the same stages as a single one. Answers with one outcome per
 * wish, in order. Throws only what concerns the whole call: `unknown_object`, `write_conflict`.
 */
export async function writeRecords(
  ctx: AccessContext,
  object: string,
  requests: readonly WriteRequest[],
  options: WriteOptions,
): Promise<WriteOutcome[]> {
  const batch = await carryOut(ctx, object, requests, options);
  const stored = new Set(toStore(batch));
  return batch.writes.map((write) => outcome(write, stored.has(write)));
}

function outcome(write: Write, stored: boolean): WriteOutcome {
  const { action, issues, warnings, changes } = write;
  const refused = issues.length > 0;
  return {
    action,
    id: refused && action === 'create' ? null : write.id,
    version: refused ? null : stored ? write.version + 1 : write.version,
    issues,
    warnings,
    changes,
  };
}

/** Carries out one wish; throws what is wrong with it. */
export async function writeOne(ctx: AccessContext, object: string, request: WriteRequest): Promise<WrittenRecord> {
  const batch = await carryOut(ctx, object, [request], { mode: 'all' });
  const write = soleWrite(batch);
  if (write.issues.length > 0) throw await refusal(ctx, object, write);
  return request.action === 'delete'
    ? { data: { id: write.id }, version: write.version + 1, warnings: [] }
    : writtenAnswer(batch, write);
}

async function refusal(ctx: AccessContext, object: string, { id, issues }: Write): Promise<Error> {
  const stale = issues.find((issue) => issue.path === '' && issue.code === 'version_conflict');
  const worse = issues.some((issue) => issue.path === '' && issue !== stale);
  return stale === undefined || worse ? writeError(issues) : refusalWithOffer(ctx, object, id, stale);
}

function soleWrite(batch: WriteBatch): Write {
  return batch.writes[0]!;
}
