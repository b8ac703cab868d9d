import type { Queryable } from '../../kernel/database.ts';

export const WORK_CHANNEL = 'strata_work';

/** A payload must stay under 8,000 bytes; an id takes 39. */
const PEOPLE_PER_MESSAGE = 150;

/** Tells the screens of these people, in every process, that their list of work has changed; at the commit. */
export async function announceWork(db: Queryable, people: readonly string[]): Promise<void> {
  const messages = Array.from({ length: Math.ceil(people.length / PEOPLE_PER_MESSAGE) }, (_, at) =>
    JSON.stringify(people.slice(at * PEOPLE_PER_MESSAGE, (at + 1) * PEOPLE_PER_MESSAGE)),
  );
  if (messages.length === 0) return;
  await db.query(
    `select pg_notify('${WORK_CHANNEL}', message) from unnest($1::text[]) as message`,
    [messages],
    'work_announce',
  );
}
