import { defineObject, defineRole, field, label, SYSTEM_RIGHTS, type StrataError } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import { testCatalog } from '../../testing/test-catalog.ts';
import type { Database } from '../kernel/database.ts';
import { newKey, secretBox } from '../kernel/secret-box.ts';
import { createApiKey, deleteApiKey } from './api-key.ts';
import { compileAccess } from './compile-access.ts';
import { createUser } from './create-user.ts';
import { createFirstAdministrator } from './first-administrator.ts';
import { openIdentities, type Identities } from './identities.ts';
import type { PeopleContext } from './people-context.ts';
import { signIn } from './sign-in.ts';
import { createTeam, updateTeam } from './team.ts';
import { updateOwnAccount } from './update-own-account.ts';
import { updateUser } from './update-user.ts';

const text = label('Text', '文本');
const everything = { create: true, read: true, update: true, delete: true, export: true };
const catalog = testCatalog([
  ...defineObject('deal', { label: text, plural: text, fields: { name: field.text(text), cost: field.integer(text) } }),
  defineRole({ name: 'administrator', label: text, grants: { '*': everything }, rights: [...SYSTEM_RIGHTS] }),
  defineRole({
    name: 'team_lead',
    label: text,
    grants: { deal: { read: true, fields: { '*': 'read', cost: 'none' } } },
    rights: ['manage_users', 'api_keys'],
  }),
  defineRole({ name: 'reader', label: text, grants: { deal: { read: true, fields: { name: 'read' } } } }),
  defineRole({
    name: 'own_reader',
    label: text,
    grants: { deal: { read: 'record.owner == user.id', fields: { name: 'read' } } },
  }),
  defineRole({ name: 'cost_reader', label: text, grants: { deal: { read: true, fields: { cost: 'read' } } } }),
  defineRole({ name: 'writer', label: text, grants: { deal: { update: true, fields: { name: 'read' } } } }),
]);

const ORIGIN = { address: '192.0.2.1', userAgent: 'test' };
const PASSWORD = 'correct horse battery';

let database: Database;
let identities: Identities;
let adminToken: string;

beforeAll(async () => {
  database = await testDatabase();
  identities = await openIdentities(database);
  await database.transaction((tx) =>
    createFirstAdministrator(tx, {
      email: 'Boss@example.com',
      password: PASSWORD,
      role: 'administrator',
      locale: 'en',
      timeZone: 'UTC',
    }),
  );
  adminToken = (await signIn({ database, secrets }, { email: 'boss@example.com', password: PASSWORD }, ORIGIN)).token;
  return () => identities.close();
});

const secrets = secretBox([newKey()]);

async function as(token: string): Promise<PeopleContext> {
  const identity = await identities.of(token);
  if (identity === null) throw new Error('Not signed in');
  return {
    db: database,
    identities,
    secrets,
    catalog,
    actor: identity.actor,
    access: compileAccess(catalog, identity.actor.roles),
    cause: { kind: 'api' },
    locale: 'en',
    now: new Date(),
    requestId: 'test',
  };
}

let count = 0;
async function person(roles: string[], teams: string[] = []): Promise<{ id: string; email: string; token: string }> {
  const email = `person${++count}@example.com`;
  const { id } = await createUser(await as(adminToken), {
    email,
    name: `Person ${count}`,
    roles,
    teams,
    password: PASSWORD,
  });
  return { id, email, token: (await signIn({ database, secrets }, { email, password: PASSWORD }, ORIGIN)).token };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: StrataError) => error.code,
  );
}

describe('the first administrator', () => {
  it('is made once, also when several processes start together', async () => {
    const wanted = {
      email: 'other@example.com',
      password: null,
      role: 'administrator',
      locale: 'en' as const,
      timeZone: 'UTC',
    };
    const hints = await Promise.all(
      [1, 2].map(() => database.transaction((tx) => createFirstAdministrator(tx, wanted))),
    );
    expect(hints.map((hint) => hint.isNew)).toEqual([false, false]);
    expect(hints[0]).toMatchObject({ email: 'boss@example.com', isNew: false, generatedPassword: null });
  });
});

describe('signing in', () => {
  it('gives a token whose owner is known, whatever the case of the e-mail', async () => {
    const { token, user } = await signIn(
      { database, secrets },
      { email: ' BOSS@Example.com', password: PASSWORD },
      ORIGIN,
    );
    expect(user).toMatchObject({ email: 'boss@example.com', name: 'Boss', roles: ['administrator'] });
    expect((await identities.of(token))?.actor.userId).toBe(user.id);
  });

  it('stores neither the token nor the password', async () => {
    const { rows } = await database.query<{ all: string }>(
      `select (select string_agg(s::text, ' ') from core.session s) || (select string_agg(c::text, ' ') from core.credential c) as all`,
    );
    expect(rows[0]?.all).not.toContain(adminToken);
    expect(rows[0]?.all).not.toContain(PASSWORD);
    expect(rows[0]?.all).toContain('$argon2id$');
  });

  it('answers the same for an unknown e-mail as for a wrong password', async () => {
    const wrong = await signIn({ database, secrets }, { email: 'boss@example.com', password: 'wrong' }, ORIGIN).catch(
      (error: StrataError) => error,
    );
    const unknown = await signIn(
      { database, secrets },
      { email: 'nobody@example.com', password: 'wrong' },
      ORIGIN,
    ).catch((error: StrataError) => error);
    expect([wrong, unknown]).toMatchObject([
      { code: 'bad_credentials', params: {} },
      { code: 'bad_credentials', params: {} },
    ]);
  });

  it('knows no token that it did not give', async () => {
    expect(await identities.of('')).toBeNull();
    expect(await identities.of('strata_s_' + 'a'.repeat(43))).toBeNull();
    expect(await identities.of(adminToken + 'x')).toBeNull();
  });

  it('makes one wait after repeated failures, and lets one try after the wait', async () => {
    const { email } = await person([]);
    const guess = (password: string) => codeOf(signIn({ database, secrets }, { email, password }, ORIGIN));
    const failures = await Promise.all(Array.from({ length: 20 }, () => guess('wrong')));
    expect(failures.filter((code) => code === 'bad_credentials')).toHaveLength(10);
    expect(failures.filter((code) => code === 'sign_in_locked')).toHaveLength(10);
    expect(await guess(PASSWORD)).toBe('sign_in_locked');
    await database.query(
      `update core.sign_in_attempt set locked_until = now() - interval '1 second' where subject = $1`,
      [`email ${email}`],
    );
    expect(await guess(PASSWORD)).toBe('done');
    expect(await guess('wrong')).toBe('bad_credentials');
  });

  it('keeps a log', async () => {
    const { rows } = await database.query<{ action: string }>(
      `select distinct action from core.audit_entry where action like 'sign%' order by 1`,
    );
    expect(rows.map((row) => row.action)).toEqual(['sign_in_locked', 'sign_in_refused', 'signed_in']);
  });

  it('is not possible without a password, or for one who is not active', async () => {
    const admin = await as(adminToken);
    const silent = await createUser(admin, { email: 'silent@example.com', name: 'Silent' });
    expect(await codeOf(signIn({ database, secrets }, { email: silent.email, password: '' }, ORIGIN))).toBe(
      'bad_credentials',
    );
    const gone = await person([]);
    await updateUser(admin, gone.id, { active: false });
    expect(await codeOf(signIn({ database, secrets }, { email: gone.email, password: PASSWORD }, ORIGIN))).toBe(
      'bad_credentials',
    );
    expect(await identities.of(gone.token)).toBeNull();
  });
});

describe('a change of a person', () => {
  it('is in force with his next request', async () => {
    const someone = await person(['reader']);
    expect((await as(someone.token)).actor.roles).toEqual(['reader']);
    await updateUser(await as(adminToken), someone.id, { roles: ['writer'] });
    expect((await as(someone.token)).actor.roles).toEqual(['writer']);
  });

  it('reaches other processes', async () => {
    const elsewhere = await openIdentities(database);
    const someone = await person(['reader']);
    expect((await elsewhere.of(someone.token))?.actor.roles).toEqual(['reader']);
    await updateUser(await as(adminToken), someone.id, { roles: [] });
    await expect.poll(async () => (await elsewhere.of(someone.token))?.actor.roles).toEqual([]);
    await elsewhere.close();
  });

  it('of his password ends his other sessions', async () => {
    const someone = await person([]);
    const { token } = await signIn({ database, secrets }, { email: someone.email, password: PASSWORD }, ORIGIN);
    const ctx = await as(token);
    const sessionId = (await identities.of(token))?.sessionId ?? null;
    expect(
      await codeOf(updateOwnAccount(ctx, { password: 'another good one', current_password: 'wrong' }, sessionId)),
    ).toBe('invalid_input');
    await updateOwnAccount(ctx, { password: 'another good one', current_password: PASSWORD }, sessionId);
    expect(await identities.of(token)).not.toBeNull();
    expect(await identities.of(someone.token)).toBeNull();
  });

  it('refuses passwords that are guessed at once', async () => {
    const admin = await as(adminToken);
    for (const password of [
      'short',
      'Password1',
      'qwerty123',
      '12345678',
      'aaaaaaaaaa',
      'weak@example.com',
      'Weak2026!',
    ])
      expect(await codeOf(createUser(admin, { email: 'weak@example.com', name: 'Weak', password }))).toBe(
        'weak_password',
      );
  });

  it('refuses an e-mail that somebody has', async () => {
    expect(await codeOf(createUser(await as(adminToken), { email: 'BOSS@example.com', name: 'Twin' }))).toBe(
      'not_unique',
    );
  });
});

describe('handing out roles', () => {
  it('is for those who manage users', async () => {
    const reader = await person(['reader']);
    expect(await codeOf(createUser(await as(reader.token), { email: 'x@example.com', name: 'X' }))).toBe(
      'forbidden_right',
    );
    expect(await codeOf(updateUser(await as(reader.token), reader.id, { roles: ['administrator'] }))).toBe(
      'forbidden_right',
    );
  });

  it('never gives more than one holds', async () => {
    const lead = await as((await person(['team_lead'])).token);
    const give = (role: string) =>
      codeOf(createUser(lead, { email: `${role}@example.com`, name: role, roles: [role] }));
    expect(await give('reader')).toBe('done');
    expect(await give('own_reader')).toBe('done');
    expect(await give('team_lead')).toBe('done');
    expect(await give('cost_reader')).toBe('beyond_own_rights');
    expect(await give('writer')).toBe('beyond_own_rights');
    expect(await give('administrator')).toBe('beyond_own_rights');
    expect(await give('no_such_role')).toBe('invalid_input');
  });

  it('does not let one take over somebody with more rights', async () => {
    const lead = await person(['team_lead']);
    const boss = (await identities.of(adminToken))!.user;
    expect(await codeOf(updateUser(await as(lead.token), boss.id, { password: 'taken over now' }))).toBe(
      'beyond_own_rights',
    );
    expect(await codeOf(updateUser(await as(lead.token), boss.id, { roles: [] }))).toBe('beyond_own_rights');
    expect(await codeOf(updateUser(await as(lead.token), lead.id, { roles: ['administrator'] }))).toBe(
      'beyond_own_rights',
    );
  });

  it('keeps one administrator, also when two go at once', async () => {
    const boss = (await identities.of(adminToken))!.user;
    expect(await codeOf(updateUser(await as(adminToken), boss.id, { roles: [] }))).toBe('last_administrator');
    expect(await codeOf(updateUser(await as(adminToken), boss.id, { active: false }))).toBe('last_administrator');
    const second = await person(['administrator']);
    const contexts = [await as(adminToken), await as(second.token)] as const;
    const codes = await Promise.all([
      codeOf(updateUser(contexts[0], second.id, { roles: [] })),
      codeOf(updateUser(contexts[1], boss.id, { roles: [] })),
    ]);
    expect(codes.sort()).toEqual(['done', 'last_administrator']);
    if ((await as(second.token)).actor.roles.length > 0)
      await updateUser(await as(second.token), boss.id, { roles: ['administrator'] });
  });
});

describe('teams', () => {
  it('give a manager all teams beneath, and refuse circles', async () => {
    const admin = await as(adminToken);
    const lead = await person([]);
    const top = await createTeam(admin, { name: 'Top', manager: lead.id });
    const middle = await createTeam(admin, { name: 'Middle', parent: top.id });
    const low = await createTeam(admin, { name: 'Low', parent: middle.id });
    expect([...(await as(lead.token)).actor.managedTeams].sort()).toEqual([top.id, middle.id, low.id].sort());
    expect(await codeOf(updateTeam(admin, top.id, { parent: low.id }))).toBe('invalid_input');
    expect(await codeOf(updateTeam(admin, top.id, { parent: top.id }))).toBe('invalid_input');
    await updateTeam(admin, low.id, { parent: null });
    expect((await as(lead.token)).actor.managedTeams).not.toContain(low.id);
  });

  it('are given by id or name, the first being the primary one', async () => {
    const admin = await as(adminToken);
    const east = await createTeam(admin, { name: 'East' });
    await createTeam(admin, { name: 'West' });
    const someone = await person([], ['west', east.id]);
    const { rows } = await database.query<{ name: string }>(
      `select t.name from core."user" u join core.team t on t.id = u.team where u.id = $1`,
      [someone.id],
    );
    expect(rows[0]?.name).toBe('West');
    expect((await as(someone.token)).actor.teams).toHaveLength(2);
    expect(await codeOf(updateUser(admin, someone.id, { teams: ['North'] }))).toBe('invalid_input');
  });
});

describe('API keys', () => {
  it('act as their owner with a subset of his roles, and stop when taken away', async () => {
    const owner = await person(['team_lead', 'reader']);
    const ctx = await as(owner.token);
    const whole = await createApiKey(ctx, { name: 'All' });
    const part = await createApiKey(ctx, { name: 'Part', roles: ['reader'] });
    expect((await as(whole.key)).actor).toMatchObject({ userId: owner.id, roles: ['reader', 'team_lead'] });
    expect((await as(part.key)).actor).toMatchObject({ userId: owner.id, roles: ['reader'] });
    expect(await codeOf(createApiKey(ctx, { name: 'More', roles: ['administrator'] }))).toBe('invalid_input');
    await updateUser(await as(adminToken), owner.id, { roles: ['team_lead'] });
    expect((await as(part.key)).actor.roles).toEqual([]);
    await deleteApiKey(ctx, whole.data.id);
    expect(await identities.of(whole.key)).toBeNull();
  });

  it('that are limited make no key that is less so', async () => {
    const owner = await person(['team_lead', 'administrator']);
    const part = await createApiKey(await as(owner.token), { name: 'Part', roles: ['team_lead'] });
    const child = await createApiKey(await as(part.key), { name: 'Child' });
    expect((await as(child.key)).actor.roles).toEqual(['team_lead']);
  });

  it('that end make no key that goes on', async () => {
    const owner = await person(['team_lead']);
    const expires_at = '2999-01-01T00:00:00.000Z';
    const brief = await createApiKey(await as(owner.token), { name: 'Brief', expires_at });
    const ctx = await as(brief.key);
    expect(Date.parse((await createApiKey(ctx, { name: 'Child' })).data.expires_at ?? '')).toBe(Date.parse(expires_at));
    const sooner = await createApiKey(ctx, { name: 'Sooner', expires_at: '2998-01-01T00:00:00Z' });
    expect(Date.parse(sooner.data.expires_at ?? '')).toBe(Date.parse('2998-01-01T00:00:00Z'));
    expect(await codeOf(createApiKey(ctx, { name: 'Later', expires_at: '2999-01-02T00:00:00Z' }))).toBe(
      'invalid_input',
    );
  });

  it('end when they expire', async () => {
    const owner = await person(['team_lead']);
    const expires_at = '2999-01-01T00:00:00Z';
    const { key, data } = await createApiKey(await as(owner.token), { name: 'Brief', expires_at });
    await database.query('update core.api_key set expires_at = now() where id = $1', [data.id]);
    expect(await identities.of(key)).toBeNull();
  });
});
