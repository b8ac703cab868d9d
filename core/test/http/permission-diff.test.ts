import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Before roles are published it is told who gains and who loses what; and what was told is what then happens. */

type Person = ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });
const OWN = 'record.owner == user.id';

let api: TestApi;
let ann: Person;
let ben: Person;
let boss: Person;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const role = (name: string, body: Loose) => put('role', name, { name, label: label(name), ...body });
const publish = () => api.admin.ok('POST', '/api/studio/publish', { body: { message: 'x' } });
const deals = async (by: ApiClient) => (await by.ok('GET', '/api/records/deal', { query: { limit: 200 } })).data.length;
const plan = async (): Promise<Loose[]> =>
  (await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } })).impact.flatMap(
    (each: Loose) => each.access ?? [],
  );
const of = (changes: Loose[], way: string, what: Loose) =>
  changes.find((change) => Object.entries({ way, ...what }).every(([key, value]) => change[key] === value));

beforeAll(async () => {
  api = await testApi();
  await put('object', 'deal', { name: 'deal', label: label('deal'), label_plural: label('Deals'), name_field: 'name' });
  for (const [name, type] of [
    ['name', 'text'],
    ['amount', 'integer'],
  ] as const)
    await put('field', `deal.${name}`, { object: 'deal', name, label: label(name), type });
  await role('seller', { grants: { deal: { create: true, read: OWN, update: OWN } } });
  await role('boss', { grants: { deal: { read: true, fields: { '*': 'read' } } } });
  await publish();
  api.admin.forget();
  ann = await api.person('Ann', ['seller']);
  ben = await api.person('Ben', ['seller']);
  boss = await api.person('Boss', ['seller', 'boss']);
  for (let n = 0; n < 6; n++)
    await api.admin.ok('POST', '/api/records/deal', {
      body: { name: `Deal ${n}`, amount: n * 100, owner: n < 4 ? ann.id : ben.id },
    });
});

beforeEach(async () => {
  await role('seller', { grants: { deal: { create: true, read: OWN, update: OWN } } });
  await role('boss', { grants: { deal: { read: true, fields: { '*': 'read' } } } });
  // Refused where the draft is the live release already.
  await api.admin.post('/api/studio/publish', { body: { message: 'As it was' } });
});

describe('the plan of other roles', () => {
  it('counts the records of each person that come and go, and so it happens', async () => {
    await role('seller', { grants: { deal: { create: true, read: 'record.amount >= 300', update: OWN } } });
    const changes = await plan();
    const gain = of(changes, 'gain', { object: 'deal', verb: 'read' });
    const lose = of(changes, 'lose', { object: 'deal', verb: 'read' });
    const counts = (change: Loose) => Object.fromEntries(change.people.map((each: Loose) => [each.name, each.records]));
    expect(counts(gain)).toEqual({ Ann: 2, Ben: 1 });
    expect(counts(lose)).toEqual({ Ann: 3 });
    expect(gain).toMatchObject({ count: 2, people: [{ id: ann.id, sample: expect.any(Array) }, {}] });
    const before = await deals(ann);
    await publish();
    expect((await deals(ann)) - before).toBe(2 - 3);
    expect(await deals(boss)).toBe(6);
  });

  it('knows that somebody with another role keeps what that one gives', async () => {
    await role('seller', { grants: { deal: { read: false } } });
    const lose = of(await plan(), 'lose', { object: 'deal', verb: 'read' });
    expect(lose.people.map((each: Loose) => each.name)).toEqual(['Ann', 'Ben']);
    expect(of(await plan(), 'lose', { object: 'deal', verb: 'create' })).toMatchObject({ count: 3 });
  });

  it('tells of fields and rights', async () => {
    await role('seller', {
      grants: { deal: { create: true, read: OWN, update: OWN, fields: { '*': 'edit', amount: 'none' } } },
      rights: ['import'],
    });
    const changes = await plan();
    expect(of(changes, 'lose', { field: 'amount', permission: 'none' })).toMatchObject({ count: 2 });
    // The boss reads it by his other role.
    expect(of(changes, 'lose', { field: 'amount', permission: 'read' })).toMatchObject({ people: [{ name: 'Boss' }] });
    expect(of(changes, 'gain', { right: 'import' })).toMatchObject({ count: 3 });
    expect(changes.some((change) => change.verb === 'read')).toBe(false);
  });

  it('says in words what it means, in both languages', async () => {
    await role('seller', { grants: { deal: { create: true, read: 'record.amount >= 300', update: OWN } } });
    const { impact } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    const texts = impact.filter((each: Loose) => each.access?.verb === 'read').map((each: Loose) => each.text);
    expect(texts).toEqual([
      { en: '2 people can now read up to 2 deals.', zh: '2 人将可以查看最多 2 条Deals。' },
      { en: 'Ann can no longer read 3 deals.', zh: 'Ann将不能再查看 3 条Deals。' },
    ]);
  });

  it('does not fail over a rule about a field that comes with the release', async () => {
    await put('field', 'deal.region', { object: 'deal', name: 'region', label: label('region'), type: 'text' });
    await role('seller', { grants: { deal: { create: true, read: 'record.region == "East"', update: OWN } } });
    const gain = of(await plan(), 'gain', { object: 'deal', verb: 'read' });
    expect(gain.people[0]).toMatchObject({ records: null });
  });

  it('is silent when nothing but words change', async () => {
    await put('role', 'seller', {
      name: 'seller',
      label: label('Sales'),
      grants: { deal: { create: true, read: OWN, update: OWN } },
    });
    expect(await plan()).toEqual([]);
  });
});
