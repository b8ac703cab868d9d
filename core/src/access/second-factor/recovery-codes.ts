import { randomInt } from 'node:crypto';
import type { Queryable } from '../../kernel/database.ts';
import { hashSecret } from '../secret.ts';

/** No letter that looks like another; 16 of them are 79 bits, too many to guess from a hash. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const COUNT = 10;

/** Makes new codes, told once; those before open nothing any more. */
export async function replaceRecoveryCodes(db: Queryable, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, newCode);
  await db.query('delete from core.recovery_code where user_id = $1', [userId]);
  await db.query('insert into core.recovery_code (user_id, code_hash) select $1, unnest($2::bytea[])', [
    userId,
    codes.map((code) => hashSecret(plain(code))),
  ]);
  return codes;
}

/** Whether it is one of the user's codes; it is used up by this. */
export async function useRecoveryCode(db: Queryable, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update core.recovery_code set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null',
    [userId, hashSecret(plain(code))],
  );
  return rowCount === 1;
}

export async function recoveryCodesLeft(db: Queryable, userId: string): Promise<number> {
  const { rows } = await db.query<{ left: string }>(
    'select count(*) as left from core.recovery_code where user_id = $1 and used_at is null',
    [userId],
  );
  return Number(rows[0]?.left ?? 0);
}

/** In groups that can be read aloud. */
function newCode(): string {
  const letters = Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** As somebody types it: with spaces, without dashes, in capitals. */
function plain(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '');
}
