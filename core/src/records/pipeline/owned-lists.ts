import { StrataError, childListOf, type CompiledField, type Issue } from '@stratacrm/sdk';
import { startBatch } from './start-batch.ts';
import {
  edits,
  isSound,
  type OwnedBatch,
  type OwnedEntry,
  type Write,
  type WriteBatch,
  type WriteStage,
} from './write-batch.ts';

/** Records of owned lists that one request may write in all. */
const MOST_WRITTEN = 10_000;

/**
 * What the input gives of owned lists goes through the same stages as any write, set-wise, as a batch of its own beside the
 * records it belongs to. Each sees the other as it is to be: a rule on an order its new lines, a rule on a line its new
 * order. What is wrong with a line is wrong with its order, at the line's place. `stages`: what comes before the store.
 */
export function ownedLists(stages: () => readonly WriteStage[]): WriteStage {
  return {
    name: 'owned lists',
    async run(batch) {
      for (const field of givenLists(batch)) {
        const owned = ownedBatch(batch, field);
        batch.owned.push(owned);
        for (const stage of stages()) await stage.run(owned.batch);
        refuseStrangers(owned);
        bringUp(owned);
      }
    },
  };
}

function givenLists(batch: WriteBatch): CompiledField[] {
  const names = new Set(edits(batch).flatMap((write) => [...write.owned.keys()]));
  return [...names].map((name) => batch.object.fields[name]!);
}

function ownedBatch(upper: WriteBatch, field: CompiledField): OwnedBatch {
  const { object: name, via } = childListOf(field)!;
  const given = edits(upper).flatMap((owner) =>
    (owner.owned.get(field.name) ?? []).map((entry) => ({ owner, entry, request: requestOf(owner, via, entry) })),
  );
  if (given.length > MOST_WRITTEN) throw new StrataError('too_many_records', { max: MOST_WRITTEN });
  const object = upper.ctx.catalog.object(name);
  const requests = given.map(({ request }) => request);
  const batch = startBatch(upper.ctx, object, requests, upper.mode, upper);
  const places = new Map(
    batch.writes.map((write, index) => {
      const { owner, entry } = given[index]!;
      return [write, { owner, path: entry.path, told: 0 }] as const;
    }),
  );
  return { via, batch, places };
}

/** A new record points to the one it belongs to without saying so. */
function requestOf(owner: Write, via: string, { request }: OwnedEntry): OwnedEntry['request'] {
  return request.action === 'create' ? { ...request, input: { [via]: owner.id, ...request.input } } : request;
}

/** Through one record only the records that belong to it are reached, and they stay with it. */
function refuseStrangers({ batch, places, via }: OwnedBatch): void {
  for (const [write, { owner }] of places) {
    if (write.before !== null && write.before[via] !== owner.id) {
      write.issues = [{ path: 'id', code: 'record_not_found' }];
    } else if (write.action !== 'delete' && isSound(write) && write.after[via] !== owner.id) {
      const { label } = batch.object.fields[via]!;
      write.issues.push({ path: via, code: 'read_only_field', params: { label } });
    }
  }
}

/** Tells each record what is wrong with those that belong to it, at their place in the input. */
export function bringUp({ places }: OwnedBatch): void {
  for (const [write, place] of places) {
    const fresh = write.issues.slice(place.told);
    place.told = write.issues.length;
    place.owner.issues.push(...fresh.map((issue) => placed(issue, place.path)));
    place.owner.warnings.push(...write.warnings.splice(0).map((issue) => placed(issue, place.path)));
  }
}

function placed(issue: Issue, path: string): Issue {
  return { ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` };
}

/** The batch and those beside it, of each only what belongs to a record that is written. */
export function withOwned(batch: WriteBatch): WriteBatch[] {
  return [batch, ...batch.owned.flatMap((owned) => withOwned(soundPart(owned)))];
}

function soundPart({ batch, places }: OwnedBatch): WriteBatch {
  return { ...batch, writes: batch.writes.filter((write) => isSound(places.get(write)!.owner)) };
}
