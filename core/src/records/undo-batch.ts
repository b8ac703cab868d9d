import { StrataError, type ByFilterResult, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { tallyOf } from './by-filter-tally.ts';
import { sightOn } from './query/readable-object.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from './write-records.ts';

/** How long a batch can be taken back: later nobody remembers what it was, and the log need not be searched further. */
const DAYS = 30;
const PORTION = 1_000;

interface Entry {
  record_id: string;
  version: string;
  action: string;
  changes: { [field: string]: [JsonValue, JsonValue] };
}

/**
 * Takes back what one request by filter did, where nobody has changed the record since: former values return, deleted
 * records are restored. It goes through the same stages as any write, with the rights of whoever did it, and only he may.
 * Throws `nothing_to_undo`.
 */
export async function undoBatch(ctx: AccessContext, object: string, batch: string): Promise<ByFilterResult> {
  sightOn(ctx, object);
  const tally = tallyOf(ctx);
  for (let after: string | null = null; ;) {
    const entries: Entry[] = await readEntries(ctx, object, batch, after);
    if (entries.length === 0) break;
    tally.add(await takeBack(ctx, object, entries), false);
    after = entries.at(-1)!.record_id;
  }
  if (tally.result.matched === 0) throw new StrataError('nothing_to_undo');
  return tally.result;
}

/** In the order of the records; a batch writes each of them once. */
async function readEntries(ctx: AccessContext, object: string, batch: string, after: string | null): Promise<Entry[]> {
  const { rows } = await ctx.db.query<Entry>(
    `select record_id, version, action, changes from core.change_log
     where cause_id = $1 and cause = 'bulk' and object = $2 and actor = $3 and action in ('update', 'delete')
       and at > now() - make_interval(days => ${DAYS}) and ($4::uuid is null or record_id > $4::uuid)
     order by record_id limit ${PORTION}`,
    [batch, object, ctx.actor.userId, after],
    'undo_batch',
  );
  return rows;
}

async function takeBack(ctx: AccessContext, object: string, entries: readonly Entry[]): Promise<WriteOutcome[]> {
  return writeRecords(ctx, object, entries.map(wishOf), { mode: 'partial' });
}

function wishOf({ record_id: id, version, action, changes }: Entry): WriteRequest {
  if (action === 'delete') return { action: 'restore', id };
  const input = Object.fromEntries(Object.entries(changes).map(([field, [before]]) => [field, before]));
  return { action: 'update', id, input, version: Number(version) };
}
