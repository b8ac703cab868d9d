import type { AuditEntry } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../testing/api-client.ts';
import { ADMIN } from '../../testing/admin.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});

const list = async (query: Record<string, string | number> = {}): Promise<AuditEntry[]> =>
  (await api.admin.ok('GET', '/api/audit', { query })).data;
const newest = async (action: string): Promise<AuditEntry> => {
  const [entry] = await list({ action });
  if (entry === undefined) throw new Error(`No ${action}`);
  return entry;
};
const verify = async (query: Record<string, string | number> = {}) =>
  (await api.admin.ok('GET', '/api/audit/verify', { query })).data;

describe('the audit log', () => {
  it('tells of every sign-in, refused, and sign-out', async () => {
    const zoe = await api.person('Zoe', ['sales_representative']);
    await api.nobody.post('/api/auth/login', { body: { email: 'zoe@example.com', password: 'wrong' } });
    await api.nobody.post('/api/auth/login', { body: { email: 'ghost@example.com', password: 'wrong' } });
    await zoe.post('/api/auth/logout');
    const mine = await list({ actor: zoe.id });
    expect(mine.map((each) => each.action)).toEqual(['signed_out', 'signed_in']);
    expect(mine[1]).toMatchObject({ actor: { email: 'zoe@example.com' }, address: '127.0.0.1', user_agent: 'node' });
    const [ghost, refused] = await list({ action: 'sign_in_refused' });
    expect(refused?.subject).toEqual({ kind: 'user', id: zoe.id, name: 'Zoe' });
    expect(ghost?.subject).toEqual({ kind: 'user', id: null, name: 'ghost@example.com' });
  });

  it('tells of every change of people and keys, and never a secret', async () => {
    const { data: team } = await api.admin.ok('POST', '/api/teams', { body: { name: 'East' } });
    const max = await api.person('Max', ['sales_representative']);
    await api.admin.ok('PATCH', `/api/users/${max.id}`, { body: { roles: ['marketer'], password: 'another secret' } });
    await api.admin.ok('PATCH', `/api/teams/${team.id}`, { body: { manager: max.id } });
    const { key, data } = await api.admin.ok('POST', '/api/api-keys', { body: { name: 'Robot' } });
    await api.admin.ok('DELETE', `/api/api-keys/${data.id}`);
    expect((await newest('user_created')).subject).toMatchObject({ kind: 'user', id: max.id, name: 'Max' });
    expect((await newest('user_changed')).detail).toEqual({
      roles: { from: ['sales_representative'], to: ['marketer'] },
      password: 'changed',
    });
    expect((await newest('team_changed')).detail).toEqual({ manager: { from: null, to: max.id } });
    expect((await newest('api_key_created')).subject?.name).toBe('Robot');
    expect((await newest('api_key_deleted')).subject?.name).toBe('Robot');
    const everything = JSON.stringify(await list({ limit: 200 }));
    for (const secret of [key as string, 'another secret', PASSWORD, ADMIN.password, 'argon2'])
      expect(everything).not.toContain(secret);
  });

  it('tells of every release: published, rolled back, installed', async () => {
    expect((await newest('plugin_installed')).actor.id).toBeNull();
    const field = { object: 'account', name: 'mood', type: 'text', label: { en: 'Mood', zh: '心情' } };
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/field/account.mood', { body: field });
    const { release } = await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Moods' } });
    const published = await newest('published');
    expect(published).toMatchObject({ actor: { email: ADMIN.email }, detail: { release: release.number } });
    expect(JSON.stringify(published.detail['changes'])).toContain('account.mood');
    await api.admin.ok('POST', `/api/studio/releases/${release.number - 1}/rollback`);
    expect((await newest('rolled_back')).subject?.id).toBe(String(release.number + 1));
    api.admin.forget();
  });

  it('comes in pages, without a gap and by its filters', async () => {
    const all = await list({ limit: 200 });
    const pages: AuditEntry[] = [];
    let next: number | null | undefined;
    while (next !== null) {
      const page = await api.admin.ok('GET', '/api/audit', { query: { limit: 3, ...(next ? { before: next } : {}) } });
      pages.push(...(page.data as AuditEntry[]));
      next = page.page.next as number | null;
    }
    expect(pages).toEqual(all);
    expect(pages.map((each) => each.number)).toEqual(pages.map((_, index) => pages.length - index));
    const [first] = pages.slice(-1);
    expect(await list({ until: first?.at ?? '' })).toEqual([]);
    expect(new Set((await list({ action: 'signed_in,signed_out' })).map((each) => each.action))).toEqual(
      new Set(['signed_in', 'signed_out']),
    );
    expect((await api.admin.get('/api/audit', { query: { action: 'dreamt' } })).status).toBe(422);
  });

  it('is only for those with the right to see it', async () => {
    const ann: ApiClient = await api.person('Ann', ['sales_manager']);
    for (const path of ['/api/audit', '/api/audit/verify'])
      expect((await ann.get(path)).body).toMatchObject({ code: 'forbidden_right' });
  });

  it('stays in order when many sign in at once', async () => {
    const login = { body: { email: ADMIN.email, password: ADMIN.password } };
    // As many as one may have under way before he is made to wait.
    await Promise.all(Array.from({ length: 10 }, () => api.nobody.ok('POST', '/api/auth/login', login)));
    const check = await verify();
    expect(check).toMatchObject({ intact: true, broken: null, entries: (await list())[0]?.number });
  });
});

describe('an audit log that was tampered with', () => {
  const tamper = async (statement: string): Promise<void> => {
    await api.database.query('alter table core.audit_entry disable trigger all');
    await api.database.query(statement);
    await api.database.query('alter table core.audit_entry enable trigger all');
  };

  it.each([
    `update core.audit_entry set actor_name = 'Somebody else'`,
    'delete from core.audit_entry',
    'truncate core.audit_entry',
  ])('is refused by the database itself: %s', async (statement) => {
    await expect(api.database.query(statement)).rejects.toThrow(/append-only/);
  });

  it('is found out by a changed entry, a removed one, one cut off and one written anew', async () => {
    const { entries, head } = await verify();
    expect(await verify({ number: entries, hash: head })).toMatchObject({ intact: true });

    await tamper(`update core.audit_entry set actor_name = actor_name || '!' where number = 3`);
    expect(await verify()).toMatchObject({ intact: false, broken: 3, entries: 2 });
    await tamper(`update core.audit_entry set actor_name = left(actor_name, -1) where number = 3`);
    expect(await verify()).toMatchObject({ intact: true });

    await tamper(`update core.audit_entry set at = at + interval '1 second' where number = 4`);
    expect(await verify()).toMatchObject({ intact: false, broken: 4 });
    await tamper(`update core.audit_entry set at = at - interval '1 second' where number = 4`);

    await tamper(`delete from core.audit_entry where number = ${entries}`);
    expect(await verify()).toMatchObject({ intact: true });
    expect(await verify({ number: entries, hash: head })).toMatchObject({ intact: false, broken: entries });

    await tamper('delete from core.audit_entry where number = 5');
    expect(await verify()).toMatchObject({ intact: false, broken: 5, entries: 4 });
  });
});
