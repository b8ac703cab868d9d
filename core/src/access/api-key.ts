import { StrataError } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../kernel/database.ts';
import { writeAudit } from './audit/write-audit.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from './people-context.ts';
import { newSecret } from './secret.ts';

/** An API key as its owner sees it later; the key itself is told once. */
export interface ApiKeyInfo {
  id: string;
  name: string;
  /** Its last characters, to tell keys apart. */
  hint: string;
  /** The roles it is limited to; null: all of the user's. */
  roles: string[] | null;
  created_at: string;
  used_at: string | null;
  expires_at: string | null;
}

export interface NewApiKey {
  name: string;
  roles?: string[] | undefined;
  expires_at?: string | undefined;
}

const COLUMNS = `id, name, hint, roles,
  to_json(created_at) #>> '{}' as created_at, to_json(used_at) #>> '{}' as used_at, to_json(expires_at) #>> '{}' as expires_at`;

/** One's own keys. */
export async function listApiKeys(ctx: PeopleContext): Promise<ApiKeyInfo[]> {
  const { rows } = await ctx.db.query<ApiKeyInfo>(
    `select ${COLUMNS} from core.api_key where user_id = $1 order by created_at desc, id desc`,
    [personOf(ctx)],
  );
  return rows;
}

/** Makes a key that acts as its owner, with a subset of the roles he has. */
export async function createApiKey(ctx: PeopleContext, input: NewApiKey): Promise<{ key: string; data: ApiKeyInfo }> {
  requireRight(ctx, 'api_keys');
  const owner = personOf(ctx);
  const roles = keyRoles(ctx, input.roles);
  const secret = newSecret('apiKey');
  return changePeople(ctx, async (tx) => {
    const { rows } = await tx.query<ApiKeyInfo>(
      `insert into core.api_key (id, key_hash, user_id, name, hint, roles, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
       returning ${COLUMNS}`,
      [uuidv7(), secret.hash, owner, input.name, secret.token.slice(-4), roles, input.expires_at ?? null],
    );
    const data = rows[0] as ApiKeyInfo;
    await auditKey(tx, ctx, 'api_key_created', data);
    return { key: secret.token, data };
  });
}

/** From now on the key opens nothing. */
export async function deleteApiKey(ctx: PeopleContext, id: string): Promise<void> {
  return changePeople(ctx, async (tx) => {
    const { rows } = await tx.query<ApiKeyInfo>(
      `delete from core.api_key where id = $1 and user_id = $2 returning ${COLUMNS}`,
      [id, personOf(ctx)],
    );
    if (rows[0] === undefined) throw new StrataError('not_found', { what: `/api/api-keys/${id}` });
    await auditKey(tx, ctx, 'api_key_deleted', rows[0]);
  });
}

function auditKey(
  tx: Transaction,
  ctx: PeopleContext,
  action: 'api_key_created' | 'api_key_deleted',
  { id, name, hint, roles, expires_at }: ApiKeyInfo,
): Promise<void> {
  return writeAudit(tx, ctx, { action, subject: { kind: 'api_key', id, name }, detail: { hint, roles, expires_at } });
}

/** A key made with a limited key is at least as limited. */
function keyRoles(ctx: PeopleContext, wanted: string[] | undefined): string[] | null {
  const own = ctx.actor.roles;
  const issues = (wanted ?? []).flatMap((role, index) =>
    own.includes(role) ? [] : [{ path: `roles.${index}`, code: 'not_an_option' as const, params: { value: role } }],
  );
  if (issues.length > 0) throw StrataError.invalid(issues);
  return wanted ?? (ctx.actor.apiKeyId === undefined ? null : [...own]);
}
