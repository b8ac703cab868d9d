import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';

/** How many failures in a row are free, and how the wait grows after them. */
interface Patience {
  free: number;
  firstWait: number;
  longestWait: number;
}

const PERSON: Patience = { free: 10, firstWait: 15, longestWait: 900 };
/** One address may be a whole office. */
const ADDRESS: Patience = { free: 100, firstWait: 15, longestWait: 900 };

/** Failures count for one e-mail, whether anybody has it or not, and for one address. */
export interface Attempt {
  email: string;
  address: string | null;
}

/**
 * Counts an attempt as failed before the password is looked at, so that a thousand at once are a thousand attempts.
 * Throws `sign_in_locked` while one has to wait.
 */
export async function countAttempt(db: Queryable, attempt: Attempt): Promise<void> {
  const waits = [await count(db, `email ${attempt.email}`, PERSON)];
  if (attempt.address !== null) waits.push(await count(db, `address ${attempt.address}`, ADDRESS));
  const seconds = Math.max(...waits);
  if (seconds > 0) throw new StrataError('sign_in_locked', { seconds });
}

/** After a success the e-mail starts afresh; the address gets back the one attempt. */
export async function forgiveAttempt(db: Queryable, attempt: Attempt): Promise<void> {
  await db.query('delete from core.sign_in_attempt where subject = $1', [`email ${attempt.email}`]);
  await db.query('update core.sign_in_attempt set failures = greatest(failures - 1, 0) where subject = $1', [
    `address ${attempt.address ?? ''}`,
  ]);
}

/** One attempt less, for one that was neither right nor wrong. */
export async function takeBackAttempt(db: Queryable, attempt: Attempt): Promise<void> {
  await db.query('update core.sign_in_attempt set failures = greatest(failures - 1, 0) where subject = any($1)', [
    [`email ${attempt.email}`, `address ${attempt.address ?? ''}`],
  ]);
}

/**
 * Seconds to wait; 0 when this attempt may go on. An attempt after the free ones makes the next wait, so each wait is
 * followed by one try. Failures older than an hour are forgotten.
 */
async function count(db: Queryable, subject: string, patience: Patience): Promise<number> {
  const { rows } = await db.query<{ wait: number }>(
    `insert into core.sign_in_attempt as a (subject, failures) values ($1, 1)
     on conflict (subject) do update set
       refused = coalesce(a.locked_until > now(), false),
       failures = case
         when a.locked_until > now() then a.failures
         when a.last_at < now() - interval '1 hour' then 1
         else a.failures + 1 end,
       locked_until = case
         when a.locked_until > now() then a.locked_until
         when a.last_at >= now() - interval '1 hour' and a.failures + 1 >= $2
           then now() + make_interval(secs => least($3 * power(2, least(a.failures + 1 - $2, 20)), $4))
         else null end,
       last_at = now()
     returning case when a.refused then greatest(ceil(extract(epoch from a.locked_until - now())), 1)::int else 0 end as wait`,
    [subject.slice(0, 400), patience.free, patience.firstWait, patience.longestWait],
  );
  return rows[0]?.wait ?? 0;
}
