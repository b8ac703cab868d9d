import type { CompiledField, Issue } from '@stratacrm/sdk';
import { uniqueIndexName } from '../../model/physical.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { ModelContext } from '../../model/catalog.ts';
import { PARTITION_SCHEMA } from '../../model/partitions/partitioned-table.ts';
import { atomically } from '../store/atomically.ts';
import type { ObjectChanges } from '../store/record-changes.ts';
import { drawGapFree, drawsGapFree } from '../store/gap-free-numbers.ts';
import { makeRoom } from '../store/make-room.ts';
import { storeChanges } from '../store/store-changes.ts';
import { findTakenTogether } from '../unique/find-taken-together.ts';
import { fieldsRead, uniqueRules, type UniqueRule } from '../unique/unique-rule.ts';
import { findTaken } from './find-taken.ts';
import { CircleFound, lockTrees, movedTrees, requireTrees, type MovedTree } from './refuse-circles.ts';
import { bringUp, withOwned } from './owned-lists.ts';
import { isSound, livingFields, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** The records have moved on since they were read: everything is to be looked at again. */
export class MovedOn extends Error {}

/**
 * Writes what is sound. One statement, which is its own transaction; several objects (a deleted tree) share one. When a
 * unique value is taken the records concerned are told so, and the others are written in mode `partial`.
 */
export const storeWrites: WriteStage = {
  name: 'store',
  effect: true,
  whole: true,
  async run(batch) {
    for (;;) {
      const work = workOf(batch);
      if (work.length === 0) return;
      for (const each of withOwned(batch)) await makeRoom(each.ctx, each.object, newIds(each));
      const taken = await attempt(batch, work);
      if (taken === null) return;
      await blame(batch, taken);
      if (batch.mode === 'all') return;
    }
  },
};

function newIds(batch: WriteBatch): string[] {
  return toStore(batch).flatMap((write) => (write.action === 'create' ? [write.id] : []));
}

/** Writes that change something; a patch that says what is so already is not stored. */
export function toStore(batch: WriteBatch): Write[] {
  return batch.writes.filter(
    (write) => isSound(write) && (write.action !== 'update' || Object.keys(write.changes).length > 0),
  );
}

function workOf(batch: WriteBatch): ObjectChanges[] {
  return withOwned(batch).flatMap((each) => {
    const changes = toStore(each);
    return changes.length === 0 ? [] : [{ object: each.object, changes }, ...each.dependants];
  });
}

/** The constraint that refused, or the circle; null when all is written. */
async function attempt({ ctx }: WriteBatch, work: readonly ObjectChanges[]): Promise<string | CircleFound | null> {
  try {
    const trees = movedTrees(work);
    const isOneStatement =
      work.length === 1 && trees.length === 0 && !('savepoint' in ctx.db) && !work.some(drawsGapFree);
    if (isOneStatement) await storeChanges(ctx, work[0]!);
    else await atomically(ctx.db, (db) => storeEach({ ...ctx, db }, work, trees));
    return null;
  } catch (error) {
    if (error instanceof CircleFound) return error;
    const { code, constraint, schema } = error as { code?: string; constraint?: string; schema?: string };
    if (code === '23505' && constraint !== undefined) return constraint;
    // The row was on its way into the default partition when a partition of its own was made.
    if (code === '23514' && constraint === undefined && schema === PARTITION_SCHEMA) throw new MovedOn();
    // Somebody else was faster (ST001, deadlock, serialization), or the record pointed to has gone meanwhile.
    if (code === 'ST001' || code === '40P01' || code === '40001' || code === '23503') throw new MovedOn();
    throw error;
  }
}

async function storeEach(
  ctx: ModelContext & { db: Queryable },
  work: readonly ObjectChanges[],
  trees: readonly MovedTree[],
): Promise<void> {
  await lockTrees(ctx.db, trees);
  for (const each of work) {
    await drawGapFree(ctx, each);
    await storeChanges(ctx, each);
  }
  await requireTrees(ctx, trees);
}

/** Tells the records that are in the way, of the batch itself or of what belongs to it. */
async function blame(batch: WriteBatch, refusal: string | CircleFound): Promise<void> {
  const all = withOwned(batch);
  const sound = batch.writes.filter(isSound);
  if (refusal instanceof CircleFound) refusal.blame(all.flatMap((each) => each.writes));
  else for (const each of all.filter((one) => isOf(one, refusal))) await blameIn(each, refusal);
  for (const each of all.toReversed()) each.owned.forEach(bringUp);
  // What follows from them was refused: a restored record, say, whose value somebody has taken.
  if (sound.every(isSound)) for (const write of toStore(batch)) write.issues.push(takenIssue(undefined));
  if (sound.every(isSound)) throw new MovedOn();
}

function isOf({ object }: WriteBatch, constraint: string): boolean {
  if (uniqueRules(object).some((each) => each.index === constraint)) return true;
  return livingFields(object).some((each) => uniqueIndexName(each) === constraint);
}

async function blameIn(batch: WriteBatch, constraint: string): Promise<void> {
  const rule = uniqueRules(batch.object).find((each) => each.index === constraint);
  if (rule !== undefined) return blameTogether(batch, rule);
  const field = livingFields(batch.object).find((each) => uniqueIndexName(each) === constraint);
  const writes = toStore(batch);
  const found = field === undefined ? [] : await findTaken(batch, field, writes);
  // Where it cannot be told whose value it is, the value was given up again meanwhile or compares in a way of its own.
  const guilty =
    found.length > 0 ? found : writes.filter((write) => field === undefined || field.name in write.changes);
  for (const write of guilty) write.issues.push(takenIssue(field));
}

async function blameTogether(batch: WriteBatch, rule: UniqueRule): Promise<void> {
  const writes = toStore(batch);
  const found = await findTakenTogether(batch, rule, writes);
  const read = fieldsRead(rule);
  const guilty = found.length > 0 ? found : writes.filter((write) => read.some((name) => name in write.changes));
  for (const write of guilty) write.issues.push(...takenTogether(rule));
}

/** Told beside each of the fields: another value in any of them would do. */
export function takenTogether({ fields }: UniqueRule): Issue[] {
  const label = {
    en: fields.map((field) => field.label.en).join(' + '),
    zh: fields.map((field) => field.label.zh).join('＋'),
  };
  return fields.map((field) => ({ path: field.name, code: 'not_unique', params: { label } }));
}

export function takenIssue(field: CompiledField | undefined): Issue {
  return { path: field?.name ?? '', code: 'not_unique', params: { label: field?.label ?? 'id' } };
}
