import type { Queryable } from '../database.ts';
import type { SecretBox } from '../secret-box.ts';

/** A connection as it is kept; its secrets are sealed. */
export interface ConnectionRow {
  id: string;
  kind: string;
  name: string;
  title: string;
  settings: { [name: string]: string | number | null };
  secrets: Buffer | null;
  updated_at: string;
}

export type Secrets = { [name: string]: string };

/** A connection ready to be used. */
export interface Connection extends Omit<ConnectionRow, 'secrets'> {
  secrets: Secrets;
}

/** The connection of this name, with its secrets; null when there is none. */
export async function openConnection(db: Queryable, box: SecretBox, name: string): Promise<Connection | null> {
  const { rows } = await db.query<ConnectionRow>('select * from core.connection where name = $1', [name]);
  const row = rows[0];
  return row === undefined ? null : { ...row, secrets: openedSecrets(box, row) };
}

export function openedSecrets(box: SecretBox, { id, secrets }: Pick<ConnectionRow, 'id' | 'secrets'>): Secrets {
  return secrets === null ? {} : (JSON.parse(box.open(secrets, id).toString()) as Secrets);
}

export function sealedSecrets(box: SecretBox, id: string, secrets: Secrets): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : box.seal(Buffer.from(JSON.stringify(secrets)), id);
}
