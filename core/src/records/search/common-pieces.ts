import type { ModelContext } from '../../model/catalog.ts';
import { planned } from '../sql/catalog-memory.ts';

/** In a larger share of all entries than this a piece narrows down little. */
export const COMMON = 0.2;
/** So many pieces of a word find what all of them would, or hardly more; the index reads through the list of each. */
const ENOUGH = 4;
const KNOWN_FOR_MS = 600_000;

/** Piece → in which share of all entries it is. */
export type Shares = ReadonlyMap<number, number>;

interface Known {
  shares: Shares;
  until: number;
}

/**
 * How common pieces are: those that PostgreSQL has counted for its planner; before it has, there are none. Where everybody's
 * address is at example.com, finding one by all of its pieces took 20 ms, and by its rare ones half a millisecond.
 */
export async function commonPieces(ctx: ModelContext): Promise<Shares> {
  const known = planned(ctx.catalog, 'common pieces', (): Known => ({ shares: new Map(), until: 0 }));
  if (known.until < Date.now()) {
    // Whoever asks meanwhile does with those from before.
    known.until = Date.now() + KNOWN_FOR_MS;
    known.shares = await countedPieces(ctx);
  }
  return known.shares;
}

async function countedPieces({ db }: ModelContext): Promise<Shares> {
  const { rows } = await db.query<{ pieces: number[] | null; shares: number[] | null }>(
    `select most_common_elems::text::integer[] as pieces, most_common_elem_freqs as shares
     from pg_stats where schemaname = 'core' and tablename = 'search_entry' and attname = 'grams'`,
  );
  const { pieces, shares } = rows[0] ?? {};
  return new Map((pieces ?? []).map((piece, index) => [piece, shares?.[index] ?? 0]));
}

/** How common pieces are by which something is looked for: the rarest of `all` are taken, less those that are common in `seen`. */
export interface Commonness {
  readonly all: Shares;
  readonly seen: Shares;
}

/**
 * Those by which to look for these words: the rarest few of each, and none that is common anywhere; but where each is common
 * the rarest of them, for asked for none the index would be read from end to end.
 */
export function worthLookingFor(words: readonly ReadonlySet<number>[], { all, seen }: Commonness): number[] {
  const shareOf = (piece: number): number => all.get(piece) ?? 0;
  const rarest = words.map((pieces) => [...pieces].sort((a, b) => shareOf(a) - shareOf(b)).slice(0, ENOUGH));
  const some = [...new Set(rarest.flat())];
  const rare = some.filter((piece) => (seen.get(piece) ?? 0) <= COMMON);
  return rare.length === 0 ? some : rare;
}
