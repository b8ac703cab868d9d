import { StrataError } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import type { Origin } from '../../kernel/context.ts';
import type { Transaction } from '../../kernel/database.ts';
import { requireAnAdministrator } from '../administrators.ts';
import { auditUser } from '../audit/audit-user.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { actorOf, PERSON_COLUMNS, type PersonRow } from '../identity.ts';
import { changePeople, type PeopleContext } from '../people-context.ts';
import { beginSession } from '../session.ts';
import { SYSTEM_ACTOR } from '../system-actor.ts';
import { requireUser, setRoles } from '../user.ts';
import type { Claims } from './provider.ts';
import type { SignOnSettings } from './sign-on-settings.ts';

/** Signs the person in whom the provider has named; answers with the token of his session. */
export async function signOn(
  ctx: PeopleContext & { origin: Origin },
  settings: SignOnSettings,
  claims: Claims,
): Promise<string> {
  try {
    return await changePeople(ctx, (tx) => admit(tx, ctx, settings, claims));
  } catch (error) {
    if (error instanceof StrataError) await auditRefusal(ctx, claims);
    throw error;
  }
}

async function admit(
  tx: Transaction,
  ctx: PeopleContext & { origin: Origin },
  settings: SignOnSettings,
  claims: Claims,
): Promise<string> {
  const id = (await findLinked(tx, claims)) ?? (await linkOrCreate(tx, ctx, settings, claims));
  await followGroups(tx, ctx, settings, { id, groups: claims.groups });
  const person = await findPerson(tx, id);
  if (!person.active) throw new StrataError('sign_on_no_account');
  const token = await beginSession(tx, id, ctx.origin, 'single_sign_on');
  const author = { actor: actorOf(person), origin: ctx.origin, requestId: ctx.requestId };
  await writeAudit(tx, author, { action: 'signed_in', detail: { with: 'single_sign_on', issuer: claims.issuer } });
  return token;
}

async function findLinked(tx: Transaction, { issuer, subject }: Claims): Promise<string | null> {
  const { rows } = await tx.query<{ user_id: string }>(
    'select user_id from core.federated_identity where issuer = $1 and subject = $2',
    [issuer, subject],
  );
  return rows[0]?.user_id ?? null;
}

/** The first time: the account with the same address, if the provider has seen that it is his; else a new one, if that is wanted. */
async function linkOrCreate(
  tx: Transaction,
  ctx: PeopleContext,
  settings: SignOnSettings,
  claims: Claims,
): Promise<string> {
  const { email, emailVerified, issuer, subject } = claims;
  if (email === null || !emailVerified) throw new StrataError('sign_on_no_account');
  const { rows } = await tx.query<{ id: string }>(
    'select id from core."user" where lower(email) = $1 and deleted_at is null',
    [email],
  );
  if (rows[0] === undefined && !settings.createUsers) throw new StrataError('sign_on_no_account');
  const id = rows[0]?.id ?? (await createFrom(tx, ctx, email, claims.name ?? email));
  await tx.query('insert into core.federated_identity (issuer, subject, user_id) values ($1, $2, $3)', [
    issuer,
    subject,
    id,
  ]);
  return id;
}

async function createFrom(tx: Transaction, ctx: PeopleContext, email: string, name: string): Promise<string> {
  const id = uuidv7();
  const { locale, time_zone } = ctx.catalog.model.workspace;
  await tx.query(
    `insert into core."user" (id, name, email, locale, time_zone, owner, created_by, updated_by)
     values ($1, $2, $3, $4, $5, $1, $1, $1)`,
    [id, name.slice(0, 200), email, locale, time_zone],
  );
  const subject = { kind: 'user', id, name };
  await writeAudit(tx, byProvider(ctx), { action: 'user_created', subject, detail: { email, by: 'single_sign_on' } });
  return id;
}

/** Roles that groups stand for come and go with them; what was given here otherwise stays. */
async function followGroups(
  tx: Transaction,
  ctx: PeopleContext,
  { roles }: SignOnSettings,
  { id, groups }: { id: string; groups: readonly string[] },
): Promise<void> {
  if (roles.size === 0) return;
  const before = await requireUser(tx, id);
  const governed = new Set(roles.values());
  const given = groups.flatMap((group) => roles.get(group) ?? []).filter((role) => ctx.catalog.roles.has(role));
  const wanted = [...new Set([...before.roles.filter((role) => !governed.has(role)), ...given])];
  if (wanted.length === before.roles.length && wanted.every((role) => before.roles.includes(role))) return;
  await setRoles(tx, id, wanted);
  await requireAnAdministrator(tx, ctx.catalog);
  await auditUser(tx, byProvider(ctx), { before, after: await requireUser(tx, id), password: false });
}

async function findPerson(tx: Transaction, id: string): Promise<PersonRow> {
  const { rows } = await tx.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.id = $1 and u.deleted_at is null`,
    [id],
  );
  if (rows[0] === undefined) throw new StrataError('sign_on_no_account');
  return rows[0];
}

async function auditRefusal(ctx: PeopleContext & { origin: Origin }, claims: Claims): Promise<void> {
  const name = claims.email ?? claims.subject;
  await changePeople(ctx, (tx) =>
    writeAudit(tx, byProvider(ctx), {
      action: 'sign_in_refused',
      subject: { kind: 'user', id: null, name },
      detail: { with: 'single_sign_on', issuer: claims.issuer },
    }),
  );
}

/** What the provider decides nobody here has decided. */
function byProvider({ origin, requestId }: PeopleContext) {
  return { actor: { ...SYSTEM_ACTOR, name: 'Single sign-on' }, requestId, ...(origin === undefined ? {} : { origin }) };
}
