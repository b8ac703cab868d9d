import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Records handed to people and teams by hand, as everybody concerned meets them. */

type Person = ApiClient & { id: string };

const label = (text: string) => ({ en: text, zh: text });
const OWN = 'record.owner == user.id';
const own = { create: true, read: OWN, update: OWN, delete: OWN };

let api: TestApi;
let owner: Person;
let other: Person;
let manager: Person;
let member: Person;
let outsider: Person;
let readOnly: Person;
let team: string;
let id: string;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const at = (record = id) => `/api/records/deal/${record}`;
const share = (by: ApiClient, body: Loose, record = id) => by.post<Loose>(`${at(record)}/shares`, { body });
const status = async (by: ApiClient, record = id) => (await by.get(at(record))).status;
const newDeal = async (name: string): Promise<string> =>
  (await owner.ok('POST', '/api/records/deal', { body: { name } })).data.id;

beforeAll(async () => {
  api = await testApi();
  await put('object', 'deal', { name: 'deal', label: label('deal'), label_plural: label('deals'), name_field: 'name' });
  await put('field', 'deal.name', { object: 'deal', name: 'name', label: label('name'), type: 'text' });
  await put('role', 'seller', { name: 'seller', label: label('Seller'), grants: { deal: own } });
  await put('role', 'sharer', { name: 'sharer', label: label('Sharer'), grants: { deal: { ...own, share: true } } });
  await put('role', 'looker', { name: 'looker', label: label('Looker'), grants: { deal: { read: OWN } } });
  await put('role', 'nothing', { name: 'nothing', label: label('Nothing'), grants: {} });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Deals' } });
  api.admin.forget();
  owner = await api.person('Olga Owner', ['seller']);
  other = await api.person('Otto Other', ['seller']);
  manager = await api.person('Mara Manager', ['seller']);
  const above = await api.admin.ok('POST', '/api/teams', { body: { name: 'All sales', manager: manager.id } });
  team = (await api.admin.ok('POST', '/api/teams', { body: { name: 'East', parent: above.data.id } })).data.id;
  member = await api.person('Mia Member', ['seller'], ['East']);
  outsider = await api.person('Oskar Outsider', ['nothing']);
  readOnly = await api.person('Rita Reader', ['looker']);
});

beforeAll(async () => {
  id = await newDeal('Shared by hand');
});

describe('a share', () => {
  it('lets a person read at once, at the level given, and no longer than given', async () => {
    expect(await status(other)).toBe(404);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const given = await share(owner, {
      user: other.id,
      level: 'read',
      reason: 'Helps with the quote',
      expires_at: until,
    });
    expect(given).toMatchObject({
      status: 201,
      body: {
        data: {
          with: { kind: 'user', id: other.id, name: 'Otto Other' },
          level: 'read',
          reason: 'Helps with the quote',
          expires_at: until,
          created_by: { id: owner.id, name: 'Olga Owner' },
        },
      },
    });
    expect(await status(other)).toBe(200);
    expect((await other.patch<Loose>(at(), { body: { name: 'mine' } })).body.code).toBe('forbidden_row');
    await share(owner, { user: other.id, level: 'edit' });
    expect((await other.patch(at(), { body: { name: 'Better name' } })).status).toBe(200);
    expect((await other.delete<Loose>(at())).body.code).toBe('forbidden_row');
    // The clock alone ends it: nothing is told to anybody.
    await api.database.query('update core.record_share set expires_at = now() where record_id = $1', [id]);
    expect(await status(other)).toBe(404);
    expect((await other.patch(at(), { body: { name: 'mine' } })).status).toBe(404);
  });

  it('does not come back by asking about the past', async () => {
    const record = await newDeal('Past');
    await share(owner, { user: other.id, level: 'read' }, record);
    const then = new Date().toISOString();
    await api.database.query('update core.record_share set expires_at = now() where record_id = $1', [record]);
    expect((await other.get(at(record), { query: { as_of: then } })).status).toBe(404);
  });

  it('reaches the people of a team and those who manage it or a team above', async () => {
    expect([await status(member), await status(manager), await status(outsider)]).toEqual([404, 404, 403]);
    const { body } = await share(owner, { team, level: 'read' });
    expect([await status(member), await status(manager), await status(outsider)]).toEqual([200, 200, 403]);
    await owner.ok('DELETE', `${at()}/shares/${body.data.id}`);
    expect([await status(member), await status(manager)]).toEqual([404, 404]);
  });

  it('is replaced by a newer one with the same person', async () => {
    const record = await newDeal('Twice');
    await share(owner, { user: other.id, level: 'read' }, record);
    await share(owner, { user: other.id, level: 'edit' }, record);
    const { data } = await owner.ok('GET', `${at(record)}/shares`);
    expect(data).toMatchObject([{ level: 'edit' }]);
  });

  it('never makes the record its receiver’s own', async () => {
    const record = await newDeal('Kept');
    await share(owner, { user: other.id, level: 'edit' }, record);
    const taken = await other.patch<Loose>(at(record), { body: { owner: other.id } });
    expect(taken).toMatchObject({ status: 403, body: { code: 'forbidden_field', errors: [{ path: 'owner' }] } });
    const bulk = { update: [{ id: record, owner: other.id }], mode: 'partial' };
    expect((await other.post<Loose>('/api/records/deal/bulk', { body: bulk })).body.errors).toHaveLength(1);
    const filter = { filter: `id == "${record}"`, set: { owner: other.id }, mode: 'partial' };
    await other.post('/api/records/deal/update-by-filter', { body: filter });
    expect((await owner.ok('GET', at(record))).data.owner).toBe(owner.id);
  });

  it('adds no right that no role gives', async () => {
    const record = await newDeal('Read only');
    await share(owner, { user: readOnly.id, level: 'edit' }, record);
    expect(await status(readOnly, record)).toBe(200);
    expect((await readOnly.patch<Loose>(at(record), { body: { name: 'x' } })).body.code).toBe('forbidden');
    const refused = await share(owner, { user: outsider.id, level: 'read' }, record);
    expect(refused).toMatchObject({ status: 422, body: { code: 'share_without_effect' } });
  });

  it('goes with a deleted record into the recycle bin and comes back with it', async () => {
    const record = await newDeal('Bin');
    await share(owner, { user: other.id, level: 'read' }, record);
    await owner.ok('DELETE', at(record));
    expect(await status(other, record)).toBe(404);
    await owner.ok('POST', `${at(record)}/restore`);
    expect(await status(other, record)).toBe(200);
  });
});

describe('who may share', () => {
  it('is the owner and who has a role for it, never who holds it by a share alone', async () => {
    const record = await newDeal('Passed on');
    expect((await share(other, { user: member.id, level: 'read' }, record)).status).toBe(404);
    await share(owner, { user: other.id, level: 'edit' }, record);
    expect((await other.ok('GET', `${at(record)}/shares`)).may_share).toBeNull();
    expect((await share(other, { user: member.id, level: 'read' }, record)).body.code).toBe('share_not_yours');
    const sharer = await api.person('Sam Sharer', ['sharer']);
    await share(owner, { user: sharer.id, level: 'edit' }, record);
    expect((await share(sharer, { user: member.id, level: 'read' }, record)).body.code).toBe('share_not_yours');
    expect((await api.admin.ok('GET', `${at(record)}/shares`)).may_share).toBe('edit');
  });

  it('hands out no more than he holds', async () => {
    const mine = await api.admin.ok('POST', '/api/records/deal', { body: { name: 'Rita’s', owner: readOnly.id } });
    const refused = await share(readOnly, { user: other.id, level: 'edit' }, mine.data.id);
    expect(refused).toMatchObject({ status: 403, body: { code: 'share_beyond_own' } });
    expect((await share(readOnly, { user: other.id, level: 'read' }, mine.data.id)).status).toBe(201);
  });

  it('is told of all shares; a receiver only of those that reach him', async () => {
    const record = await newDeal('Told');
    await share(owner, { user: other.id, level: 'read' }, record);
    await share(owner, { team, level: 'edit' }, record);
    const names = async (by: ApiClient) =>
      (await by.ok('GET', `${at(record)}/shares`)).data.map((each: Loose) => each.with.name);
    expect(await names(owner)).toEqual(['Otto Other', 'East']);
    expect(await names(other)).toEqual(['Otto Other']);
    expect(await names(member)).toEqual(['East']);
    expect(await names(manager)).toEqual(['East']);
  });

  it('may end it, as may its receiver and nobody else', async () => {
    const record = await newDeal('Ended');
    const first = (await share(owner, { user: other.id, level: 'read' }, record)).body.data.id;
    await share(owner, { user: member.id, level: 'read' }, record);
    expect((await member.delete<Loose>(`${at(record)}/shares/${first}`)).body.code).toBe('share_not_yours');
    await other.ok('DELETE', `${at(record)}/shares/${first}`);
    expect(await status(other, record)).toBe(404);
    expect((await owner.delete(`${at(record)}/shares/${first}`)).status).toBe(404);
  });

  it('is held to sound terms', async () => {
    const past = await share(owner, { user: other.id, level: 'read', expires_at: '2020-01-01T00:00:00Z' });
    expect(past.body).toMatchObject({ errors: [{ path: 'expires_at', code: 'share_in_the_past' }] });
    const nobody = await share(owner, { user: team, level: 'read' });
    expect(nobody.body).toMatchObject({ errors: [{ path: 'user', code: 'reference_not_found' }] });
    for (const body of [{ level: 'read' }, { user: other.id, level: 'all' }, { user: 'x', level: 'read' }]) {
      const answer = await owner.post(`${at()}/shares`, { body, undescribed: true });
      expect(answer.status).toBe(422);
    }
    expect((await api.admin.get<Loose>(`/api/records/user/${owner.id}/shares`)).body.code).toBe('share_not_yours');
  });

  it('is written down', async () => {
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { limit: 200 } });
    const shared = data.filter((entry: Loose) => entry.action === 'record_shared');
    expect(shared.at(-1)).toMatchObject({
      actor: { name: 'Olga Owner' },
      subject: { kind: 'record', id, name: 'deal' },
      detail: { with: { name: 'Otto Other' }, level: 'read', reason: 'Helps with the quote' },
    });
    expect(data.some((entry: Loose) => entry.action === 'record_unshared')).toBe(true);
  });
});
