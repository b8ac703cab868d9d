import { StrataError, type ByFilterResult, type DeleteByFilterRequest } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { tallyOf } from './by-filter-tally.ts';
import { matchingRecords, type MatchingRecord } from './query/matching-records.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from './write-records.ts';

type ByFilterOptions = Omit<DeleteByFilterRequest, 'filter'>;

/** All or nothing is one statement, so that no lock is held while rules run. */
const MOST_AT_ONCE = 10_000;
const MOST_IN_PORTIONS = 200_000;
const PORTION = 1_000;
const MOST_TRIES = 8;

/**
 * Does one thing to every record that the filter finds, through the same stages as any write. A record that changes
 * between being found and being written is asked the filter again: what no longer matches is left alone.
 */
export async function writeByFilter(
  ctx: AccessContext,
  object: string,
  filter: string,
  options: ByFilterOptions,
  wish: (record: MatchingRecord) => WriteRequest,
): Promise<ByFilterResult> {
  const all = (options.mode ?? 'all') === 'all';
  const max = all ? MOST_AT_ONCE : MOST_IN_PORTIONS;
  const found = await matchingRecords(ctx, object, filter, { limit: max + 1 });
  if (found.length > max) throw new StrataError('too_many_records', { max });
  const expected = options.expected_count;
  if (expected !== undefined && expected !== found.length)
    throw new StrataError('count_changed', { expected, actual: found.length });
  const tally = tallyOf(ctx);
  for (const portion of portions(found, all ? max : PORTION)) {
    tally.add(await writePortion(ctx, object, filter, portion, options, wish), all);
  }
  return tally.result;
}

function portions(records: readonly MatchingRecord[], size: number): MatchingRecord[][] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, n) => records.slice(n * size, (n + 1) * size));
}

/** Writes a portion, and what has moved on since it was found as long as it still matches. */
async function writePortion(
  ctx: AccessContext,
  object: string,
  filter: string,
  portion: readonly MatchingRecord[],
  { mode = 'all', dry_run: dryRun = false }: ByFilterOptions,
  wish: (record: MatchingRecord) => WriteRequest,
): Promise<WriteOutcome[]> {
  const outcomes = new Map<string, WriteOutcome>();
  let records = portion;
  for (let tried = 1; records.length > 0; tried++) {
    const written = await writeRecords(ctx, object, records.map(wish), { mode, dryRun });
    const moved = records.filter((_, index) => hasMoved(written[index]!)).map((record) => record.id);
    records.forEach((record, index) => outcomes.set(record.id, written[index]!));
    if (moved.length === 0 || tried === MOST_TRIES) break;
    const again = mode === 'all' ? [...outcomes.keys()] : moved;
    for (const id of again) outcomes.delete(id);
    records = await matchingRecords(ctx, object, filter, { limit: again.length, ids: again });
  }
  return [...outcomes.values()];
}

/** Changed, or gone, since the filter found it. */
function hasMoved({ issues }: WriteOutcome): boolean {
  return issues.some(({ path, code }) => path === '' && (code === 'version_conflict' || code === 'record_not_found'));
}
