import { StrataError } from '@stratacrm/sdk';
import { verifyPassword } from './password.ts';
import type { PeopleContext } from './people-context.ts';
import { countAttempt, forgiveAttempt } from './sign-in-attempts.ts';

/**
 * A stolen session or key must not become the account: throws `invalid_input` at `current_password`, and `sign_in_locked`
 * after as many guesses as are free when signing in.
 */
export async function requireCurrentPassword(ctx: PeopleContext, id: string, password: string): Promise<void> {
  const attempt = { email: ctx.actor.email.toLowerCase(), address: ctx.origin?.address ?? null };
  await countAttempt(ctx.db, attempt);
  const { rows } = await ctx.db.query<{ password_hash: string }>(
    'select password_hash from core.credential where user_id = $1',
    [id],
  );
  if (!(await verifyPassword(rows[0]?.password_hash ?? null, password)))
    throw new StrataError('invalid_input', {}, [{ path: 'current_password', code: 'wrong_password' }]);
  await forgiveAttempt(ctx.db, attempt);
}
