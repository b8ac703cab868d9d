import type { DocumentInfo, ReleaseInfo, TeamInfo } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi({ demo: true });
});

const label = (text: string) => ({ en: text, zh: text });
const put = (kind: string, key: string, body: object) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const publish = () => api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Test' } });

describe('a rule', () => {
  const rule = { object: 'account', assert: 'has(record.name) && record.name != "Acme Industrial GmbH"' };

  it('is tried on the records there are before it is published', async () => {
    const tried = await api.admin.ok('POST', '/api/studio/test-rule', { body: { rule } });
    expect(tried).toMatchObject({ breaking: 1, sample: [{ name: 'Acme Industrial GmbH' }] });
    const narrowed = { ...rule, when: 'record.name == "Northwind Traders"' };
    expect(await api.admin.ok('POST', '/api/studio/test-rule', { body: { rule: narrowed } })).toEqual({
      breaking: 0,
      sample: [],
      untested: null,
    });
    const ofChange = { ...rule, assert: '!changed("name")' };
    expect(await api.admin.ok('POST', '/api/studio/test-rule', { body: { rule: ofChange } })).toEqual({
      breaking: null,
      sample: [],
      untested: 'about_changes',
    });
  });

  it('is tried with the formulas of the draft, and says when a field has no values yet', async () => {
    const field = { object: 'account', label: label('x') };
    await put('field', 'account.is_acme', {
      ...field,
      name: 'is_acme',
      type: 'formula',
      result: 'boolean',
      expression: 'record.name == "Acme Industrial GmbH"',
    });
    await put('field', 'account.draft_word', { ...field, name: 'draft_word', type: 'text' });
    const tryOut = (assert: string) =>
      api.admin.ok('POST', '/api/studio/test-rule', { body: { rule: { object: 'account', assert } } });
    expect(await tryOut('!record.is_acme')).toMatchObject({ breaking: 1, untested: null });
    expect(await tryOut('has(record.draft_word)')).toEqual({ breaking: null, sample: [], untested: 'not_live' });
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/draft');
  });

  it('that does not check says where', async () => {
    const broken = { ...rule, assert: 'record.nmae == "x"' };
    expect(await api.admin.post('/api/studio/test-rule', { body: { rule: broken } })).toMatchObject({
      status: 422,
      body: { code: 'expression_unknown_name', errors: [{ path: 'rule.assert' }] },
    });
  });

  it('shows in the plan how many records it would refuse', async () => {
    await put('rule', 'no_acme', {
      name: 'no_acme',
      type: 'validation',
      mode: 'enforce',
      label: label('No Acme'),
      message: label('No Acme'),
      ...rule,
    });
    const plan = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(plan.impact).toContainEqual(expect.objectContaining({ kind: 'records', object: 'account', count: 1 }));
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/draft');
  });
});

describe('a role', () => {
  it('stays with those who have it when it is renamed', async () => {
    await put('role', 'visitor', {
      name: 'visitor',
      label: label('Visitor'),
      grants: { account: { read: true } },
      rights: ['api_keys'],
    });
    await publish();
    const visitor = await api.person('Visitor', ['visitor']);
    const { key } = await visitor.ok('POST', '/api/api-keys', { body: { name: 'Key', roles: ['visitor'] } });
    await api.admin.ok('POST', '/api/studio/layers/workspace/rename', {
      body: { kind: 'role', key: 'visitor', to: 'guest' },
    });
    await publish();
    for (const token of [visitor.token, key]) {
      const me = await fetch(`${api.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(await me.json()).toMatchObject({ data: { roles: ['guest'] } });
    }
    expect((await visitor.get('/api/records/account', { undescribed: true })).status).toBe(200);
  });

  it('that is changed changes what its people may do with their next request', async () => {
    const someone = await api.person('Someone', ['guest']);
    expect((await someone.get('/api/records/case', { undescribed: true })).status).toBe(403);
    await put('role', 'guest', { name: 'guest', label: label('Guest'), grants: { case: { read: true } } });
    await publish();
    expect((await someone.get('/api/records/case', { undescribed: true })).status).toBe(200);
    expect((await someone.get('/api/records/account', { undescribed: true })).status).toBe(403);
  });
});

describe('a field', () => {
  it('appears everywhere when it is published, and goes with a roll-back, its data kept', async () => {
    const { admin } = api;
    const before = (await admin.ok('GET', '/api/studio/releases')).data[0].number as number;
    await put('field', 'account.motto', { name: 'motto', object: 'account', type: 'text', label: label('Motto') });
    await publish();
    admin.forget();
    const { data } = await admin.ok('POST', '/api/records/account', { body: { name: 'Motto Ltd', motto: 'Onwards' } });
    expect(data.motto).toBe('Onwards');
    expect((await admin.ok('GET', '/api/model')).objects.account.fields).toHaveProperty('motto');
    expect((await admin.description()).document.components.schemas['record.account']).toHaveProperty(
      'properties.motto',
    );
    await admin.ok('POST', `/api/studio/releases/${before}/rollback`);
    const [newest] = (await admin.ok('GET', '/api/studio/releases')).data;
    const { id, name } = (await admin.ok('GET', '/api/me')).data;
    expect(newest).toMatchObject({ author: id, author_name: name });
    admin.forget();
    expect((await admin.ok('GET', '/api/model')).objects.account.fields).not.toHaveProperty('motto');
    expect(await admin.ok('GET', `/api/records/account/${data.id}`)).not.toHaveProperty('data.motto');
    expect((await admin.description()).document.components.schemas['record.account']).not.toHaveProperty(
      'properties.motto',
    );
    const { rows } = await api.database.query<{ motto: string }>('select motto from crm.account where id = $1', [
      data.id,
    ]);
    expect(rows[0]?.motto).toBe('Onwards');
  });
});

describe('the demonstration data', () => {
  it('belongs to people who see what their roles let them see', async () => {
    const { data: users } = await api.admin.ok('GET', '/api/users');
    const seller = users.find((user: { roles: string[] }) => user.roles.includes('sales_representative'));
    expect(seller.teams.length).toBeGreaterThan(0);
    await api.admin.ok('PATCH', `/api/users/${seller.id}`, { body: { password: 'a password of his' } });
    const client = await api.signIn(seller.email, 'a password of his');
    const all = (await api.admin.ok('GET', '/api/records/account', { query: { count: 'exact' } })).count as number;
    const own = (await client.ok('GET', '/api/records/account', { query: { count: 'exact' } })).count as number;
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(all);
  });
});

describe('a document that two people work on', () => {
  const address = '/api/studio/layers/workspace/documents/field/account.shared_word';
  const find = async (): Promise<DocumentInfo> => {
    const { data } = await api.admin.ok('GET', '/api/studio/documents', {
      query: { kind: 'field', object: 'account' },
    });
    return (data as DocumentInfo[]).find((info) => info.key === 'account.shared_word')!;
  };

  it('is not overwritten by who has not seen the other change', async () => {
    const body = { kind: 'field', object: 'account', name: 'shared_word', type: 'text', label: label('Word') };
    const created = await api.admin.put(address, { body, headers: { 'if-none-match': '*' } });
    expect(created).toMatchObject({ status: 200, body: { data: { changed: { release: null } } } });
    expect(await api.admin.put(address, { body, headers: { 'if-none-match': '*' } })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    });
    const seen = (created.body as { data: DocumentInfo }).data.version;
    const first = await api.admin.put(address, {
      body: { ...body, label: label('First') },
      headers: { 'if-match': `"${seen}"` },
    });
    expect(first.status).toBe(200);
    const stale = { headers: { 'if-match': `"${seen}"` } };
    expect(await api.admin.put(address, { body: { ...body, label: label('Second') }, ...stale })).toMatchObject({
      status: 412,
      body: { code: 'document_changed' },
    });
    expect(await api.admin.delete(address, stale)).toMatchObject({ status: 412 });
    expect((await find()).document.label.en).toBe('First');
  });

  it('keeps its version when it is published, and then says in which release', async () => {
    const before = await find();
    const { release } = await publish();
    const after = await find();
    expect(after.version).toBe(before.version);
    expect(before.changed).toMatchObject({ by: expect.any(String), release: null });
    expect(after.changed).toMatchObject({ by: before.changed?.by, release: (release as ReleaseInfo).number });
  });
});

describe('fill rates', () => {
  const ofAccounts = { query: { object: 'account' } };

  it('count every field of an object in one pass', async () => {
    api.admin.forget();
    const counted = { limit: 1, count: 'exact' };
    const { count } = await api.admin.ok('GET', '/api/records/account', { query: counted });
    const { count: known } = await api.admin.ok('GET', '/api/records/account', {
      query: { ...counted, filter: 'has(industry)' },
    });
    const { data } = await api.admin.ok<{ data: { filled: object } }>('GET', '/api/studio/fill-rates', ofAccounts);
    expect(data).toMatchObject({ records: count, filled: { name: count, industry: known, shared_word: 0 } });
    expect(Object.keys(data.filled)).not.toContain('created_at');
  });

  it('are for those who configure', async () => {
    const reader = await api.person('Reader of accounts', ['guest']);
    expect(await reader.get('/api/studio/fill-rates', ofAccounts)).toMatchObject({ status: 403 });
  });
});

describe('a team', () => {
  const refused = { status: 409, body: { code: 'team_in_use' } };

  it('is taken away only when nobody and nothing belongs to it', async () => {
    const make = (body: object) => api.admin.ok<{ data: TeamInfo }>('POST', '/api/teams', { body });
    const { data: above } = await make({ name: 'Above' });
    const { data: beneath } = await make({ name: 'Beneath', parent: above.id });
    expect(await api.admin.delete(`/api/teams/${above.id}`)).toMatchObject(refused);
    const member = await api.person('Team member', ['guest']);
    await api.admin.ok('PATCH', `/api/users/${member.id}`, { body: { teams: [beneath.id] } });
    const answer = await api.admin.delete(`/api/teams/${beneath.id}`);
    expect(answer).toMatchObject(refused);
    expect((answer.body as { detail: string }).detail).toContain('people: 1, teams beneath it: 0');
    await api.admin.ok('PATCH', `/api/users/${member.id}`, { body: { teams: [] } });
    for (const { id } of [beneath, above]) expect((await api.admin.delete(`/api/teams/${id}`)).status).toBe(204);
    const { data: left } = await api.admin.ok<{ data: TeamInfo[] }>('GET', '/api/teams');
    expect(left.map((team) => team.id)).not.toContain(above.id);
    expect((await api.admin.delete(`/api/teams/${above.id}`)).status).toBe(404);
  });

  it('that records name is not taken away', async () => {
    await put('field', 'account.territory', {
      object: 'account',
      name: 'territory',
      type: 'team',
      label: label('Territory'),
    });
    await publish();
    api.admin.forget();
    const { data: team } = await api.admin.ok<{ data: TeamInfo }>('POST', '/api/teams', { body: { name: 'North' } });
    await api.admin.ok('POST', '/api/records/account', { body: { name: 'In the north', territory: team.id } });
    const answer = await api.admin.delete(`/api/teams/${team.id}`);
    expect(answer).toMatchObject(refused);
    expect((answer.body as { detail: string }).detail).toContain('records that name it: 1');
  });
});
