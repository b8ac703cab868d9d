import {
  CONNECTION_KINDS,
  StrataError,
  connectionKind,
  didYouMean,
  settingIssue,
  type ConnectionInfo,
  type ConnectionKind,
  type Issue,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { openedSecrets, sealedSecrets, type ConnectionRow, type Secrets } from '../../kernel/connections/connection.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import { writeAudit, type AuditAuthor } from '../audit/write-audit.ts';

/** What is to be known of a connection from now on. */
export interface ConnectionChange {
  kind: string;
  title: string;
  settings: { [name: string]: string | number | null };
  /** null takes a secret away; one that is not named stays. */
  secrets?: { [name: string]: string | null };
}

/** Every connection, without its secrets. */
export async function listConnections(db: Queryable, box: SecretBox): Promise<ConnectionInfo[]> {
  const { rows } = await db.query<ConnectionRow>('select * from core.connection order by kind, name');
  return rows.map((row) => infoOf(box, row));
}

/** Makes the connection of this name, or changes it. Throws `invalid_input`. */
export async function putConnection(
  database: Database,
  box: SecretBox,
  ctx: Context & AuditAuthor,
  name: string,
  change: ConnectionChange,
): Promise<ConnectionInfo> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<ConnectionRow>('select * from core.connection where name = $1 for update', [name]);
    const before = rows[0];
    const kind = checked(name, change, before);
    const id = before?.id ?? v7();
    const known = before === undefined ? {} : openedSecrets(box, before);
    const secrets = Object.fromEntries(
      Object.entries({ ...known, ...change.secrets }).filter((entry): entry is [string, string] => Boolean(entry[1])),
    );
    const missing = issuesOf(kind, change.settings, secrets);
    if (missing.length > 0) throw new StrataError('invalid_input', {}, missing);
    const settings = Object.fromEntries(Object.entries(change.settings).filter(([, value]) => value !== ''));
    const { rows: stored } = await tx.query<ConnectionRow>(
      `insert into core.connection (id, kind, name, title, settings, secrets, updated_by)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7)
       on conflict (name) do update set title = excluded.title, settings = excluded.settings, secrets = excluded.secrets,
         updated_at = now(), updated_by = excluded.updated_by
       returning *`,
      [id, kind.name, name, change.title, JSON.stringify(settings), sealedSecrets(box, id, secrets), ctx.actor.userId],
    );
    await writeAudit(tx, ctx, {
      action: 'connection_changed',
      subject: { kind: 'connection', id, name },
      detail: { kind: kind.name, settings, secrets: Object.keys(change.secrets ?? {}) },
    });
    return infoOf(box, stored[0]!);
  });
}

/** Throws `unknown_connection`. */
export async function deleteConnection(database: Database, ctx: AuditAuthor, name: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>('delete from core.connection where name = $1 returning id', [name]);
    if (rows[0] === undefined) throw new StrataError('unknown_connection', { name });
    await writeAudit(tx, ctx, {
      action: 'connection_deleted',
      subject: { kind: 'connection', id: rows[0].id, name },
    });
  });
}

function checked(name: string, { kind: wanted }: ConnectionChange, before: ConnectionRow | undefined): ConnectionKind {
  const kind = connectionKind(wanted);
  if (kind === undefined || (before !== undefined && before.kind !== wanted)) {
    const suggestion = didYouMean(
      wanted,
      CONNECTION_KINDS.map((each) => each.name),
    );
    throw StrataError.invalid([
      { path: 'kind', code: 'unknown_connection_kind', params: { kind: wanted, suggestion } },
    ]);
  }
  const only = CONNECTION_KINDS.find((each) => each.only === name);
  if ((kind.only ?? name) !== name || (only !== undefined && only !== kind))
    throw StrataError.invalid([{ path: 'name', code: 'invalid_name' }]);
  return kind;
}

function issuesOf({ settings }: ConnectionKind, given: ConnectionChange['settings'], secrets: Secrets): Issue[] {
  const unknown = [
    ...Object.keys(given).filter((name) => !settings.some((each) => each.name === name && each.secret !== true)),
    ...Object.keys(secrets).filter((name) => !settings.some((each) => each.name === name && each.secret === true)),
  ];
  return [
    ...unknown.map((name) => ({ path: `settings.${name}`, code: 'unknown_setting' as const, params: { name } })),
    ...settings.flatMap((setting) => {
      const issue = settingIssue(setting, setting.secret === true ? secrets[setting.name] : given[setting.name]);
      return issue === null ? [] : [{ ...issue, path: `settings.${setting.name}` }];
    }),
  ];
}

function infoOf(box: SecretBox, row: ConnectionRow): ConnectionInfo {
  const { kind, name, title, settings, updated_at } = row;
  const secrets = Object.keys(openedSecrets(box, row)).toSorted();
  return { kind, name, title, settings, secrets, updated_at: new Date(updated_at).toISOString() };
}
