import { fieldType, type CompiledField, type CompiledObject } from '@stratacrm/sdk';
import { groupRecords, undoByFilter, updateByFilter } from '../api/records.ts';
import { isWritable } from '../form/form-values.ts';

/** What a person owns of one object, as far as whoever asks may see it. */
export interface OwnedRecords {
  object: CompiledObject;
  owner: CompiledField;
  all: number;
  /** Those not at an end of their process; null where there is no such end. */
  open: number | null;
}

/** A request that was carried out, by which it can be taken back. */
export interface HandedOver {
  object: string;
  batch: string;
}

export interface Outcome {
  done: number;
  failed: number;
  reason: string;
  batches: HandedOver[];
}

/** The field that says who owns a record; undefined where nobody does, or where that is not his to change. */
export function ownerField(object: CompiledObject): CompiledField | undefined {
  return Object.values(object.fields).find(
    (field) => field.system === true && isWritable(field) && fieldType(field.type).editor === 'user',
  );
}

/** Counts per object, those with any. */
export async function ownedRecords(objects: readonly CompiledObject[], person: string): Promise<OwnedRecords[]> {
  const counted = await Promise.all(
    objects.map(async (object): Promise<OwnedRecords | null> => {
      const owner = ownerField(object);
      if (owner === undefined) return null;
      const all = await count(object, filterOf(object, owner, person, false));
      if (all === 0) return null;
      const open = openStages(object) === null ? null : await count(object, filterOf(object, owner, person, true));
      return { object, owner, all, open };
    }),
  );
  return counted.filter((each) => each !== null);
}

async function count(object: CompiledObject, filter: string): Promise<number> {
  const { data } = await groupRecords(object.name, { filter, aggregates: { n: 'count()' } });
  return Number(data[0]?.['n'] ?? 0);
}

/** Stages from which a record still goes on; null without a process that has ends. */
function openStages({ process }: CompiledObject): string[] | null {
  const stages = process?.stages ?? [];
  const open = stages.filter((stage) => stage.category === 'open').map((stage) => stage.id);
  return open.length === 0 || open.length === stages.length ? null : open;
}

/** CEL for what the person owns. */
export function filterOf(object: CompiledObject, owner: CompiledField, person: string, openOnly: boolean): string {
  const owned = `${owner.name} == ${JSON.stringify(person)}`;
  const open = openOnly ? openStages(object) : null;
  return open === null ? owned : `${owned} && ${object.process?.field} in ${JSON.stringify(open)}`;
}

/** Object by object, each in one pass of the server. */
export async function handOver(
  what: readonly OwnedRecords[],
  { from, to, openOnly }: { from: string; to: string; openOnly: boolean },
  progress: (of: OwnedRecords) => void,
): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failed: 0, reason: '', batches: [] };
  for (const owned of what) {
    progress(owned);
    const { object, owner } = owned;
    const filter = filterOf(object, owner, from, openOnly);
    const answer = await updateByFilter(object.name, { filter, set: { [owner.name]: to }, mode: 'partial' });
    outcome.done += answer.done;
    outcome.failed += answer.failed;
    outcome.reason ||= answer.errors[0]?.message ?? '';
    if (answer.batch !== undefined) outcome.batches.push({ object: object.name, batch: answer.batch });
  }
  return outcome;
}

/** Gives all of it back; answers how many. */
export async function giveBack(batches: readonly HandedOver[]): Promise<number> {
  let done = 0;
  for (const { object, batch } of batches) done += (await undoByFilter(object, batch)).done;
  return done;
}
