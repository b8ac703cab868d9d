import type { Database } from '../database.ts';
import type { SecretBox } from '../secret-box.ts';
import { StartupError } from '../startup-error.ts';
import { openedSecrets, sealedSecrets, type ConnectionRow } from './connection.ts';

/** Seals anew, with the key in use, the secrets of connections that another key sealed. Throws a StartupError where that is not known. */
export async function sealConnections(database: Database, box: SecretBox): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<ConnectionRow>(
      'select id, name, secrets from core.connection where secrets is not null order by id for update',
    );
    for (const row of rows.filter(({ secrets }) => !box.isCurrent(secrets!)))
      await tx.query('update core.connection set secrets = $2 where id = $1', [row.id, anew(box, row)]);
  });
}

function anew(box: SecretBox, row: ConnectionRow): Buffer | null {
  try {
    return sealedSecrets(box, row.id, openedSecrets(box, row));
  } catch {
    throw new StartupError(
      `The secrets of connection "${row.name}" were sealed with another key than this server has. Give it that key too, after ` +
        'the new one: STRATA_SECRET_KEY=new,old; or bring back secret.key of the data folder.',
    );
  }
}
