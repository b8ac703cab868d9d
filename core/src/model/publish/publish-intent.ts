import type { Queryable } from '../../kernel/database.ts';
import type { Author, ReleaseSwitch } from '../model.ts';
import { readLayers, type LayerState } from '../store/layer-store.ts';
import { layersOf, type Source } from './candidate.ts';

/** A publish that takes its time, as it was asked for: if its process dies, the next start completes it. */
export interface PublishIntent {
  source: Source;
  message: string;
  way: ReleaseSwitch['way'];
  author: Author;
  rolledBackTo?: number | undefined;
}

type Layers = LayerState['layers'];

export async function noteIntent(db: Queryable, request: PublishIntent, layers: Layers): Promise<void> {
  const { source, message, way, author, rolledBackTo } = request;
  // The base pack is installed again at the next start anyway; of other plugins nothing is there, as if nobody had asked.
  if (way !== 'published' && way !== 'rolled_back') return;
  const intent: PublishIntent = { source, message, way, author: { actor: author.actor }, rolledBackTo };
  await db.query(
    `insert into core.publish_intent (request, revisions) values ($1, $2)
     on conflict (single) do update set request = excluded.request, revisions = excluded.revisions`,
    [JSON.stringify(intent), JSON.stringify(revisionsOf(layers, source))],
  );
}

/** In the transaction that makes the release live, or when it came to nothing. */
export async function forgetIntent(db: Queryable): Promise<void> {
  await db.query('delete from core.publish_intent');
}

/** The publish that was not completed; `stale` where the drafts are no longer what they were, null where there is none. */
export async function leftIntent(db: Queryable): Promise<PublishIntent | 'stale' | null> {
  const { rows } = await db.query<{ request: PublishIntent; revisions: string[] }>(
    'select request, revisions from core.publish_intent',
  );
  const [left] = rows;
  if (left === undefined) return null;
  const { layers } = await readLayers(db);
  const now = revisionsOf(layers, left.request.source);
  return now.join() === left.revisions.join() ? left.request : 'stale';
}

function revisionsOf(layers: Layers, source: Source): string[] {
  const names = new Set(layersOf(source));
  return layers.filter(({ name }) => names.has(name)).map(({ name, revision }) => `${name} ${revision}`);
}
