import type { AccessContext } from '../../access/access-profile.ts';
import { BoundedMap } from '../sql/bounded-map.ts';
import type { Sight } from './sight.ts';

const MOST_READERS = 5_000;

interface Known<Fact> {
  fact: Fact;
  until: number;
}

/**
 * What was found out about what the reader sees, for so many milliseconds and as long as the catalog is in force. `what` names
 * the kind of fact, `of` what it is about.
 */
export async function knownOfReader<Fact>(
  ctx: AccessContext,
  sight: Sight,
  { what, of, for: milliseconds }: { what: string; of: string; for: number },
  find: () => Promise<Fact>,
): Promise<Fact> {
  const { derived } = ctx.catalog;
  const memory = `of readers: ${what}`;
  if (!derived.has(memory)) derived.set(memory, new BoundedMap<string, Known<Fact>>(MOST_READERS));
  const readers = derived.get(memory) as BoundedMap<string, Known<Fact>>;
  const key = `${ctx.actor.userId}|${sight.key}|${of}`;
  const known = readers.get(key);
  if (known !== undefined && known.until > Date.now()) return known.fact;
  const fact = await find();
  readers.set(key, { fact, until: Date.now() + milliseconds });
  return fact;
}
