import { StrataError, type PluginPublisher, type TrustedPublisher } from '@stratacrm/sdk';
import { writeAudit } from '../../access/audit/write-audit.ts';
import type { Queryable } from '../../kernel/database.ts';
import { isPublisherKey, type PackageSignature } from '../package/signature.ts';
import type { PluginsContext } from './plugins-context.ts';

export async function listPublishers(db: Queryable): Promise<TrustedPublisher[]> {
  const { rows } = await db.query<TrustedPublisher>(
    `select key, name, to_char(added_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as added_at
     from core.plugin_publisher order by name, key`,
  );
  return rows;
}

/** From now on packages signed with this key may be installed. */
export async function trustPublisher({ database, author }: PluginsContext, key: string, name: string): Promise<void> {
  if (!isPublisherKey(key))
    throw StrataError.invalid([
      {
        path: 'key',
        code: 'invalid_format',
        params: { expected: { en: '32 bytes in base64', zh: '32 字节的 base64' } },
      },
    ]);
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into core.plugin_publisher (key, name, added_by) values ($1, $2, $3)
       on conflict (key) do update set name = excluded.name`,
      [key, name, author.actor.userId],
    );
    await writeAudit(tx, author, { action: 'publisher_trusted', subject: { kind: 'publisher', id: key, name } });
  });
}

/** What is installed stays; nothing more of his is taken. */
export async function distrustPublisher({ database, author }: PluginsContext, key: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ name: string }>(
      'delete from core.plugin_publisher where key = $1 returning name',
      [key],
    );
    const [gone] = rows;
    if (gone === undefined) return;
    const subject = { kind: 'publisher', id: key, name: gone.name };
    await writeAudit(tx, author, { action: 'publisher_distrusted', subject });
  });
}

/** The publisher as people see him: by the name they gave the key, or else the one he gives himself. */
export async function publisherOf(db: Queryable, signature: PackageSignature | null): Promise<PluginPublisher | null> {
  if (signature === null) return null;
  const { rows } = await db.query<{ name: string }>('select name from core.plugin_publisher where key = $1', [
    signature.key,
  ]);
  return { key: signature.key, name: rows[0]?.name ?? signature.publisher, trusted: rows.length > 0 };
}
