import type { Locale, UserInfo } from '@stratacrm/sdk';
import { auditUser } from './audit/audit-user.ts';
import { changePeople, personOf, type PeopleContext } from './people-context.ts';
import { requireCurrentPassword } from './require-current-password.ts';
import { endSessions } from './session.ts';
import { requireUser, setPassword } from './user.ts';

/** What everybody may change of himself. A new password needs the present one. */
export interface OwnAccount {
  name?: string | undefined;
  locale?: Locale | undefined;
  time_zone?: string | undefined;
  password?: string | undefined;
  current_password?: string | undefined;
}

/** A changed password ends all other sessions. */
export async function updateOwnAccount(
  ctx: PeopleContext,
  input: OwnAccount,
  sessionId: string | null,
): Promise<UserInfo> {
  const id = personOf(ctx);
  if (input.password !== undefined) await requireCurrentPassword(ctx, id, input.current_password ?? '');
  return changePeople(ctx, async (tx) => {
    const before = await requireUser(tx, id);
    await tx.query(
      `update core."user" set name = coalesce($2, name), locale = coalesce($3, locale), time_zone = coalesce($4, time_zone),
         updated_at = now(), updated_by = $1, version = version + 1
       where id = $1`,
      [id, input.name ?? null, input.locale ?? null, input.time_zone ?? null],
    );
    if (input.password !== undefined) {
      await setPassword(tx, id, ctx.actor.email, input.password);
      await endSessions(tx, id, sessionId);
    }
    const after = await requireUser(tx, id);
    await auditUser(tx, ctx, { before, after, password: input.password !== undefined });
    return after;
  });
}
