import { StrataError, type ApiKeyInfo } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable, Transaction } from '../kernel/database.ts';
import { requireAdministered } from './administered.ts';
import { writeAudit } from './audit/write-audit.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from './people-context.ts';
import { newSecret } from './secret.ts';

/** What is asked for a new key. */
export interface NewApiKey {
  name: string;
  roles?: string[] | undefined;
  expires_at?: string | undefined;
}

const COLUMNS = `id, name, hint, roles,
  to_json(created_at) #>> '{}' as created_at, to_json(used_at) #>> '{}' as used_at, to_json(expires_at) #>> '{}' as expires_at`;

/** One's own keys. */
export function listApiKeys(ctx: PeopleContext): Promise<ApiKeyInfo[]> {
  return keysOf(ctx.db, personOf(ctx));
}

/** Somebody else's keys; for those who manage users. */
export async function listUserApiKeys(ctx: PeopleContext, userId: string): Promise<ApiKeyInfo[]> {
  requireRight(ctx, 'manage_team_users');
  await requireAdministered(ctx.db, ctx, userId);
  return keysOf(ctx.db, userId);
}

async function keysOf(db: Queryable, userId: string): Promise<ApiKeyInfo[]> {
  const { rows } = await db.query<ApiKeyInfo>(
    `select ${COLUMNS} from core.api_key where user_id = $1 order by created_at desc, id desc`,
    [userId],
  );
  return rows;
}

/** Makes a key that acts as its owner, with a subset of the roles he has. */
export async function createApiKey(ctx: PeopleContext, input: NewApiKey): Promise<{ key: string; data: ApiKeyInfo }> {
  requireRight(ctx, 'api_keys');
  const owner = personOf(ctx);
  const roles = keyRoles(ctx, input.roles);
  if (input.expires_at !== undefined && Date.parse(input.expires_at) <= ctx.now.getTime())
    throw StrataError.invalid([{ path: 'expires_at', code: 'key_in_the_past' }]);
  const expires = await keyEnd(ctx, input.expires_at);
  const secret = newSecret('apiKey');
  return changePeople(ctx, async (tx) => {
    const { rows } = await tx.query<ApiKeyInfo>(
      `insert into core.api_key (id, key_hash, user_id, name, hint, roles, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
       returning ${COLUMNS}`,
      [uuidv7(), secret.hash, owner, input.name, secret.token.slice(-4), roles, expires],
    );
    const data = rows[0] as ApiKeyInfo;
    await auditKey(tx, ctx, 'api_key_created', data);
    return { key: secret.token, data };
  });
}

/** From now on one's own key opens nothing. */
export function deleteApiKey(ctx: PeopleContext, id: string): Promise<void> {
  return changePeople(ctx, async (tx) => {
    await auditKey(tx, ctx, 'api_key_deleted', await takeAway(tx, personOf(ctx), id));
  });
}

/** From now on somebody else's key opens nothing; for those who manage users. */
export async function deleteUserApiKey(ctx: PeopleContext, userId: string, id: string): Promise<void> {
  requireRight(ctx, 'manage_team_users');
  await changePeople(ctx, async (tx) => {
    const { name } = await requireAdministered(tx, ctx, userId);
    await auditKey(tx, ctx, 'api_key_deleted', await takeAway(tx, userId, id), { user: name });
  });
}

async function takeAway(tx: Transaction, userId: string, id: string): Promise<ApiKeyInfo> {
  const { rows } = await tx.query<ApiKeyInfo>(
    `delete from core.api_key where id = $1 and user_id = $2 returning ${COLUMNS}`,
    [id, userId],
  );
  if (rows[0] === undefined) throw new StrataError('not_found', { what: `API key ${id}` });
  return rows[0];
}

function auditKey(
  tx: Transaction,
  ctx: PeopleContext,
  action: 'api_key_created' | 'api_key_deleted',
  { id, name, hint, roles, expires_at }: ApiKeyInfo,
  of: { user?: string } = {},
): Promise<void> {
  const detail = { hint, roles, expires_at, ...of };
  return writeAudit(tx, ctx, { action, subject: { kind: 'api_key', id, name }, detail });
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

/** A key made with one that ends is over by then too: a secret lent for a day opens no door for good. */
async function keyEnd(ctx: PeopleContext, wanted: string | undefined): Promise<string | null> {
  if (ctx.actor.apiKeyId === undefined) return wanted ?? null;
  const { rows } = await ctx.db.query<{ end: string | null }>(
    `select to_json(expires_at) #>> '{}' as end from core.api_key where id = $1`,
    [ctx.actor.apiKeyId],
  );
  const end = rows[0]?.end ?? null;
  if (end === null || wanted === undefined) return wanted ?? end;
  if (Date.parse(wanted) > Date.parse(end))
    throw StrataError.invalid([{ path: 'expires_at', code: 'key_outlives_its_maker' }]);
  return wanted;
}
