import type { Queryable, Transaction } from '../../kernel/database.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import { stepOf } from './one-time-code.ts';
import { useRecoveryCode } from './recovery-codes.ts';

/** Whether the user has to show a code beside his password. */
export async function hasSecondFactor(db: Queryable, userId: string): Promise<boolean> {
  const { rows } = await db.query('select from core.second_factor where user_id = $1 and confirmed_at is not null', [
    userId,
  ]);
  return rows.length > 0;
}

/** By what a code was good; null when it is not. A good code is used up, also for whoever looked over the shoulder. */
export async function checkCode(
  tx: Transaction,
  secrets: SecretBox,
  userId: string,
  code: string,
): Promise<'one_time_code' | 'recovery_code' | null> {
  if (/^\d{3} ?\d{3}$/.test(code.trim())) {
    return (await checkOneTimeCode(tx, secrets, userId, code)) ? 'one_time_code' : null;
  }
  return (await useRecoveryCode(tx, userId, code)) ? 'recovery_code' : null;
}

/** Also for a factor that is not confirmed yet. */
export async function checkOneTimeCode(
  tx: Transaction,
  secrets: SecretBox,
  userId: string,
  code: string,
): Promise<boolean> {
  const { rows } = await tx.query<{ secret: Buffer }>('select secret from core.second_factor where user_id = $1', [
    userId,
  ]);
  if (rows[0] === undefined) return false;
  const step = stepOf(secrets.open(rows[0].secret, userId), code.replaceAll(/\s/g, ''), new Date());
  if (step === null) return false;
  // Of two requests with one code, one gets in.
  const { rowCount } = await tx.query(
    'update core.second_factor set used_step = $2 where user_id = $1 and used_step < $2',
    [userId, step],
  );
  return rowCount === 1;
}
