import { StrataError, type SecondFactorInfo } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';
import type { AccessContext } from '../access-profile.ts';
import { requireAdministered } from '../administered.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { requireNoMorePowerful } from '../delegation.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from '../people-context.ts';
import { requireCurrentPassword } from '../require-current-password.ts';
import { countAttempt, forgiveAttempt } from '../sign-in-attempts.ts';
import { checkCode, checkOneTimeCode, hasSecondFactor } from './check-code.ts';
import { demandsSecondFactor } from './demand.ts';
import { enrolment, newFactorSecret, type Enrolment } from './one-time-code.ts';
import { recoveryCodesLeft, replaceRecoveryCodes } from './recovery-codes.ts';

/** How it stands with one's own second factor. */
export async function ownSecondFactor(ctx: PeopleContext): Promise<SecondFactorInfo> {
  const user = personOf(ctx);
  return {
    enabled: await hasSecondFactor(ctx.db, user),
    required: demandsSecondFactor(ctx.catalog, ctx.actor.roles),
    recovery_codes_left: await recoveryCodesLeft(ctx.db, user),
  };
}

/** Makes a secret for the person's authenticator app. It counts only when a code of it was shown. */
export async function beginSecondFactor(ctx: PeopleContext, password: string): Promise<Enrolment> {
  const user = personOf(ctx);
  await requireCurrentPassword(ctx, user, password);
  const secret = newFactorSecret();
  return changePeople(ctx, async (tx) => {
    if (await hasSecondFactor(tx, user)) throw new StrataError('second_factor_on');
    await tx.query(
      `insert into core.second_factor (user_id, secret) values ($1, $2)
       on conflict (user_id) do update set secret = excluded.secret, used_step = 0, created_at = now()`,
      [user, ctx.secrets.seal(secret, user)],
    );
    return enrolment(secret, ctx.catalog.model.workspace.name, ctx.actor.email);
  });
}

/** From now on signing in takes a code. Answers with the recovery codes, told once. */
export function confirmSecondFactor(ctx: PeopleContext, code: string): Promise<string[]> {
  const user = personOf(ctx);
  return changePeople(ctx, async (tx) => {
    if (await hasSecondFactor(tx, user)) throw new StrataError('second_factor_on');
    if (!(await checkOneTimeCode(tx, ctx.secrets, user, code))) throw badCode('bad_first_code');
    await tx.query('update core.second_factor set confirmed_at = now() where user_id = $1', [user]);
    const codes = await replaceRecoveryCodes(tx, user);
    await auditOwn(tx, ctx, 'second_factor_on');
    return codes;
  });
}

/** Signing in takes only the password again; not where one of the person's roles demands more. */
export async function endSecondFactor(ctx: PeopleContext, password: string, code: string): Promise<void> {
  const user = personOf(ctx);
  if (demandsSecondFactor(ctx.catalog, ctx.actor.roles)) throw new StrataError('second_factor_kept');
  await requireCurrentPassword(ctx, user, password);
  // A right password forgives guessed passwords, not guessed codes.
  const attempt = { email: `code of ${user}`, address: null };
  await countAttempt(ctx.db, attempt);
  await changePeople(ctx, async (tx) => {
    if ((await checkCode(tx, ctx.secrets, user, code)) === null) throw badCode();
    await tx.query('delete from core.second_factor where user_id = $1', [user]);
    await auditOwn(tx, ctx, 'second_factor_off');
    await forgiveAttempt(tx, attempt);
  });
}

/** New recovery codes in the place of all there are. */
export async function renewRecoveryCodes(ctx: PeopleContext, password: string): Promise<string[]> {
  const user = personOf(ctx);
  await requireCurrentPassword(ctx, user, password);
  return changePeople(ctx, async (tx) => {
    if (!(await hasSecondFactor(tx, user))) throw new StrataError('not_found', { what: '/api/me/second-factor' });
    const codes = await replaceRecoveryCodes(tx, user);
    await auditOwn(tx, ctx, 'recovery_codes_renewed');
    return codes;
  });
}

/** Whether somebody else has one; for those who manage users. */
export async function userSecondFactor(ctx: PeopleContext, userId: string): Promise<SecondFactorInfo> {
  requireRight(ctx, 'manage_team_users');
  const user = await requireAdministered(ctx.db, ctx, userId);
  return {
    enabled: await hasSecondFactor(ctx.db, userId),
    required: demandsSecondFactor(ctx.catalog, user.roles),
    recovery_codes_left: await recoveryCodesLeft(ctx.db, userId),
  };
}

/** For somebody who lost his device: his password is enough again, until he sets up a new one. */
export async function resetSecondFactor(ctx: PeopleContext, userId: string): Promise<void> {
  requireRight(ctx, 'manage_team_users');
  await changePeople(ctx, async (tx) => {
    const user = await requireAdministered(tx, ctx, userId);
    requireNoMorePowerful(ctx, user);
    const { rowCount } = await tx.query('delete from core.second_factor where user_id = $1', [userId]);
    if (rowCount === 0) throw new StrataError('not_found', { what: `/api/users/${userId}/second-factor` });
    const subject = { kind: 'user', id: userId, name: user.name };
    await writeAudit(tx, ctx, { action: 'second_factor_reset', subject });
  });
}

function auditOwn(
  tx: Transaction,
  ctx: AccessContext,
  action: 'second_factor_on' | 'second_factor_off' | 'recovery_codes_renewed',
): Promise<void> {
  return writeAudit(tx, ctx, { action, subject: { kind: 'user', id: ctx.actor.userId, name: ctx.actor.name } });
}

function badCode(code: 'bad_code' | 'bad_first_code' = 'bad_code'): StrataError {
  return StrataError.invalid([{ path: 'code', code }]);
}
