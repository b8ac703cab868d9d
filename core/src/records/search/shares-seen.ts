import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { knownOfReader } from '../sight/reader-memory.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, runStatement } from '../sql/statement.ts';
import { COMMON, type Shares } from './common-pieces.ts';

/** So many of his records are looked at. */
const SAMPLE = 200;
const KNOWN_FOR_MS = 600_000;

/**
 * Pieces that are common among what the reader sees of the object, from a sample of it. Who is led through lists of his own is
 * told nothing of how common a piece is among others by how long that takes.
 */
export function sharesSeen(ctx: AccessContext, sight: Sight, object: string): Promise<Shares> {
  const known = { what: 'common pieces', of: object, for: KNOWN_FOR_MS };
  return knownOfReader(ctx, sight, known, () => countIn(ctx, sight, object));
}

async function countIn(ctx: AccessContext, sight: Sight, object: string): Promise<Shares> {
  const statement = planned(sight.catalog, `pieces seen|${sight.key}|${object}`, () => {
    const seen = sql`select t.id ${new RecordSource(sight, object).only('living').fromWhere()} limit ${sql.lit(SAMPLE)}`;
    const entries = sql`select s.grams from core.search_entry as s where s.record_id in (select id from seen)`;
    const counted = sql`with seen as materialized (${seen}), entries as materialized (${entries}), whole as (select count(*)::float8 as size from entries)
      select p.piece, count(*) / w.size as share from whole as w, entries as e, unnest(e.grams) as p(piece)
      group by p.piece, w.size having count(*) > ${sql.lit(COMMON)} * w.size`;
    return compileStatement(counted, memoryOf(sight.catalog).names);
  });
  const { rows } = await runStatement<{ piece: number | string; share: number | string }>(ctx, statement);
  return new Map(rows.map(({ piece, share }) => [Number(piece), Number(share)]));
}
