import type { ModelContext } from '../../model/catalog.ts';
import { planned } from '../sql/catalog-memory.ts';

/** In a larger share of all entries than this a piece narrows down little. */
const COMMON = 0.2;
const KNOWN_FOR_MS = 600_000;

interface Known {
  pieces: ReadonlySet<number>;
  until: number;
}

/**
 * Pieces that stand in so many entries that looking for them takes longer than to do without: where everybody's address is
 * at example.com, finding one by all of its pieces took 20 ms, and by its rare ones half a millisecond. They are those
 * PostgreSQL has counted for its planner; before it has, there are none.
 */
export async function commonPieces(ctx: ModelContext): Promise<ReadonlySet<number>> {
  const known = planned(ctx.catalog, 'common pieces', (): Known => ({ pieces: new Set(), until: 0 }));
  if (known.until < Date.now()) {
    // Whoever asks meanwhile does with those from before.
    known.until = Date.now() + KNOWN_FOR_MS;
    known.pieces = await countedPieces(ctx);
  }
  return known.pieces;
}

async function countedPieces({ db }: ModelContext): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ pieces: number[] | null; shares: number[] | null }>(
    `select most_common_elems::text::integer[] as pieces, most_common_elem_freqs as shares
     from pg_stats where schemaname = 'core' and tablename = 'search_entry' and attname = 'grams'`,
  );
  const { pieces, shares } = rows[0] ?? {};
  return new Set((pieces ?? []).filter((_, index) => (shares?.[index] ?? 0) > COMMON));
}

/** Those by which to look; all of them where each is common, for asked for none the index would be read from end to end. */
export function worthLookingFor(pieces: ReadonlySet<number>, common: ReadonlySet<number>): number[] {
  const rare = [...pieces].filter((piece) => !common.has(piece));
  return rare.length === 0 ? [...pieces] : rare;
}
