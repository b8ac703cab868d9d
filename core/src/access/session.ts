import { v7 as uuidv7 } from 'uuid';
import type { Origin } from '../kernel/context.ts';
import type { Queryable } from '../kernel/database.ts';
import { newSecret } from './secret.ts';

/** A session ends when it was not used for so long … */
export const SESSION_IDLE = '14 days';
/** … and in any case after so long. */
export const SESSION_LIFE = '90 days';
/** How exactly its last use is kept; every use would be a write per request. */
export const SESSION_TOUCH = '5 minutes';

/** How somebody proved who he is. */
export type SignInMethod = 'password' | 'single_sign_on';

/** Begins a session; the token is told once and only its hash is kept. */
export async function beginSession(
  db: Queryable,
  userId: string,
  origin: Origin,
  method: SignInMethod = 'password',
): Promise<string> {
  const secret = newSecret('session');
  await db.query(
    `insert into core.session (id, token_hash, user_id, expires_at, address, user_agent, method)
     values ($1, $2, $3, now() + interval '${SESSION_IDLE}', $4, $5, $6)`,
    [uuidv7(), secret.hash, userId, origin.address, origin.userAgent?.slice(0, 400) ?? null, method],
  );
  return secret.token;
}

/** Ends every session of a user but one; answers with how many those were. */
export async function endSessions(db: Queryable, userId: string, except: string | null = null): Promise<number> {
  const { rowCount } = await db.query('delete from core.session where user_id = $1 and id is distinct from $2', [
    userId,
    except,
  ]);
  return rowCount;
}
