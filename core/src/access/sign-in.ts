import { StrataError, type UserInfo } from '@stratacrm/sdk';
import type { Origin } from '../kernel/context.ts';
import type { Database, Queryable, Transaction } from '../kernel/database.ts';
import { inTransaction } from '../kernel/in-transaction.ts';
import type { SecretBox } from '../kernel/secret-box.ts';
import { writeAudit, type AuditAuthor } from './audit/write-audit.ts';
import { actorOf, PERSON_COLUMNS, userInfo, type PersonRow } from './identity.ts';
import { verifyPassword } from './password.ts';
import { beginSession } from './session.ts';
import { checkCode, hasSecondFactor } from './second-factor/check-code.ts';
import { countAttempt, forgiveAttempt, takeBackAttempt, type Attempt } from './sign-in-attempts.ts';
import { SYSTEM_ACTOR } from './system-actor.ts';

export interface Credentials {
  email: string;
  password: string;
  /** Of the authenticator app, or a recovery code; for those with a second factor. */
  code?: string | undefined;
}

type Candidate = PersonRow & { password_hash: string | null };

/** Where one signs in, and what opens the secrets of second factors there. */
export interface SignInPlace {
  database: Database;
  secrets: SecretBox;
}

/** Signs a person in. An unknown e-mail takes as long and is answered the same as a wrong password. */
export async function signIn(
  { database: db, secrets }: SignInPlace,
  credentials: Credentials,
  origin: Origin,
): Promise<{ token: string; user: UserInfo }> {
  const email = credentials.email.trim().toLowerCase();
  const attempt = { email, address: origin.address };
  await countAttempt(db, attempt).catch(async (error: unknown) => {
    await auditAttempt(db, 'sign_in_locked', { email, person: null }, origin);
    throw error;
  });
  const person = await findByEmail(db, email);
  if (!(await verifyPassword(person?.password_hash ?? null, credentials.password)) || person === null) {
    await auditAttempt(db, 'sign_in_refused', { email, person }, origin);
    throw new StrataError('bad_credentials');
  }
  const factor = await secondStep({ database: db, secrets }, person, credentials.code, attempt);
  if (factor === 'refused') {
    await auditAttempt(db, 'sign_in_refused', { email, person }, origin);
    throw new StrataError('bad_code');
  }
  return db.transaction(async (tx) => {
    await forgiveAttempt(tx, attempt);
    const token = await beginSession(tx, person.id, origin);
    const author = { actor: actorOf(person), origin };
    if (factor === 'recovery_code') await writeAudit(tx, author, { action: 'recovery_code_used' });
    await writeAudit(tx, author, { action: 'signed_in', detail: { with: factor } });
    return { token, user: userInfo(person) };
  });
}

/**
 * By what the person showed that it is he. Throws `second_factor_required` where a code is missing; that is no failure,
 * but it does not forgive those before either.
 */
async function secondStep(
  { database: db, secrets }: SignInPlace,
  person: Candidate,
  code: string | undefined,
  attempt: Attempt,
): Promise<'password' | 'one_time_code' | 'recovery_code' | 'refused'> {
  if (!(await hasSecondFactor(db, person.id))) return 'password';
  if (code !== undefined) return (await db.transaction((tx) => checkCode(tx, secrets, person.id, code))) ?? 'refused';
  await takeBackAttempt(db, attempt);
  throw new StrataError('second_factor_required');
}

/** Ends the session the token belongs to. */
export async function signOut(tx: Transaction, ctx: AuditAuthor, sessionId: string): Promise<void> {
  await tx.query('delete from core.session where id = $1', [sessionId]);
  await writeAudit(tx, ctx, { action: 'signed_out' });
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

/** Nobody is known to have done it; whose account it was tried on is the subject. */
async function auditAttempt(
  db: Queryable,
  action: 'sign_in_refused' | 'sign_in_locked',
  { email, person }: { email: string; person: Candidate | null },
  origin: Origin,
): Promise<void> {
  const actor = { ...SYSTEM_ACTOR, name: '', email: email.slice(0, 320) };
  const subject = { kind: 'user', id: person?.id ?? null, name: person?.name ?? email.slice(0, 320) };
  await inTransaction(db, (tx) => writeAudit(tx, { actor, origin }, { action, subject }));
}
