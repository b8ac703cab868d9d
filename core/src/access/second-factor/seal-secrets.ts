import type { Database } from '../../kernel/database.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import { StartupError } from '../../kernel/startup-error.ts';

/**
 * Seals, with the key in use, every secret that is not: those of before there was a key, and those of a key that is being
 * replaced. Throws a StartupError where one was sealed with a key that is not known.
 */
export async function sealFactorSecrets(database: Database, box: SecretBox): Promise<number> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<{ user_id: string; secret: Buffer }>(
      'select user_id, secret from core.second_factor order by user_id for update',
    );
    const stale = rows.filter(({ secret }) => !box.isCurrent(secret));
    for (const { user_id: id, secret } of stale) {
      const plain = box.isSealed(secret) ? opened(box, secret, id) : secret;
      await tx.query('update core.second_factor set secret = $2 where user_id = $1', [id, box.seal(plain, id)]);
    }
    return stale.length;
  });
}

function opened(box: SecretBox, secret: Buffer, id: string): Buffer {
  try {
    return box.open(secret, id);
  } catch {
    throw new StartupError(
      'Second factors were sealed with another key than this server has. Give it that key too, after the new one: ' +
        'STRATA_SECRET_KEY=new,old; or bring back secret.key of the data folder.',
    );
  }
}
