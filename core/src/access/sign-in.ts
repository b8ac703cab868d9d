import { StrataError, type UserInfo } from '@stratacrm/sdk';
import type { Database, Queryable } from '../kernel/database.ts';
import { PERSON_COLUMNS, userInfo, type PersonRow } from './identity.ts';
import { verifyPassword } from './password.ts';
import { beginSession, type Origin } from './session.ts';
import { countAttempt, forgiveAttempt } from './sign-in-attempts.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** What the log of sign-ins says of an attempt. */
type Outcome = 'signed_in' | 'refused' | 'locked' | 'signed_out';

type Candidate = PersonRow & { password_hash: string | null };

/** Signs a person in. An unknown e-mail takes as long and is answered the same as a wrong password. */
export async function signIn(
  db: Database,
  credentials: Credentials,
  origin: Origin,
): Promise<{ token: string; user: UserInfo }> {
  const email = credentials.email.trim().toLowerCase();
  const attempt = { email, address: origin.address };
  await countAttempt(db, attempt).catch(async (error: unknown) => {
    await logSignIn(db, 'locked', { email, userId: null }, origin);
    throw error;
  });
  const person = await findByEmail(db, email);
  if (!(await verifyPassword(person?.password_hash ?? null, credentials.password)) || person === null) {
    await logSignIn(db, 'refused', { email, userId: person?.id ?? null }, origin);
    throw new StrataError('bad_credentials');
  }
  return db.transaction(async (tx) => {
    await forgiveAttempt(tx, attempt);
    await logSignIn(tx, 'signed_in', { email, userId: person.id }, origin);
    return { token: await beginSession(tx, person.id, origin), user: userInfo(person) };
  });
}

/** Ends the session the token belongs to. */
export async function signOut(
  db: Queryable,
  who: { sessionId: string; userId: string; email: string },
  origin: Origin,
): Promise<void> {
  await db.query('delete from core.session where id = $1', [who.sessionId]);
  await logSignIn(db, 'signed_out', who, origin);
}

async function findByEmail(db: Queryable, email: string): Promise<Candidate | null> {
  const { rows } = await db.query<Candidate>(
    `select ${PERSON_COLUMNS}, c.password_hash
     from core."user" u left join core.credential c on c.user_id = u.id
     where lower(u.email) = $1 and u.active and u.deleted_at is null`,
    [email],
  );
  return rows[0] ?? null;
}

async function logSignIn(
  db: Queryable,
  outcome: Outcome,
  who: { email: string; userId: string | null },
  origin: Origin,
): Promise<void> {
  await db.query(
    'insert into core.sign_in_log (email, user_id, outcome, address, user_agent) values ($1, $2, $3, $4, $5)',
    [who.email.slice(0, 320), who.userId, outcome, origin.address, origin.userAgent?.slice(0, 400) ?? null],
  );
}
