import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { momentBetween } from '../../testing/moment-between.ts';

/** Several references and references to any of several objects: expanded, masked, emptied, filled again. */

let api: TestApi;
let reader: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  const object = (name: string, more: Loose = {}) =>
    put('object', name, { name, label: label(name), label_plural: label(name), name_field: 'title', ...more });
  const field = (key: string, body: Loose) => {
    const [of, name] = key.split('.');
    return put('field', key, { object: of, name, label: label(name!), ...body });
  };
  await object('soul');
  await object('place');
  await object('venture');
  await object('call', { timeline: { at: 'held', title: 'title' } });
  for (const name of ['soul', 'place', 'venture', 'call']) await field(`${name}.title`, { type: 'text' });
  await field('call.held', { type: 'date' });
  await field('call.about', { type: 'polymorphic_reference', to: ['venture', 'soul'], on_delete: 'clear' });
  await field('soul.rank', { type: 'integer' });
  await field('soul.worth', { type: 'currency' });
  await field('soul.home', { type: 'reference', to: 'place', on_delete: 'clear' });
  await field('venture.members', { type: 'multi_reference', to: 'soul', on_delete: 'clear' });
  await field('venture.board', { type: 'multi_reference', to: 'soul', on_delete: 'restrict' });
  await field('venture.about', { type: 'polymorphic_reference', to: ['soul', 'place'], on_delete: 'clear' });
  await field('venture.keeper', { type: 'polymorphic_reference', to: ['soul'], on_delete: 'restrict' });
  const grants = {
    venture: { create: true, read: true, update: true, delete: true },
    soul: { create: true, read: 'record.owner == user.id' },
    call: { read: true },
  };
  await put('role', 'mole', { name: 'mole', label: label('Mole'), grants });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Links' } });
  api.admin.forget();
  reader = await api.person('mole', ['mole']);
  ids['place'] = await make('place', { title: 'Delft' });
  ids['own'] = await make('soul', {
    title: 'Own',
    rank: 1,
    owner: reader.id,
    worth: { amount: '12.50', currency: 'CNY' },
    home: ids['place'],
  });
  ids['other'] = await make('soul', { title: 'Other', rank: 2 });
  ids['third'] = await make('soul', { title: 'Third', rank: 3, owner: reader.id });
});

async function make(object: string, body: Loose, by: ApiClient = api.admin): Promise<string> {
  return (await by.ok('POST', `/api/records/${object}`, { body })).data.id;
}

async function get(object: string, id: string, fields?: string, by: ApiClient = api.admin): Promise<Loose> {
  return (await by.ok('GET', `/api/records/${object}/${id}`, { query: { fields } })).data;
}

async function found(filter: string, by: ApiClient = api.admin): Promise<string[]> {
  const { data } = await by.ok('GET', '/api/records/venture', { query: { filter, fields: 'id' } });
  return data.map((each: Loose) => each.id);
}

describe('several references', () => {
  it('are answered as ids, or as records with the fields asked for, in their order', async () => {
    const id = await make('venture', { title: 'a', members: [ids['other'], ids['own']] });
    expect((await get('venture', id)).members).toEqual([ids['other'], ids['own']]);
    const fields = 'title,members.title,members.worth,members.home.title';
    const expanded = {
      id,
      title: 'a',
      members: [
        { id: ids['other'], title: 'Other', worth: null, home: null },
        {
          id: ids['own'],
          title: 'Own',
          worth: { amount: '12.50', currency: 'CNY' },
          home: { id: ids['place'], title: 'Delft' },
        },
      ],
    };
    expect(await get('venture', id, fields)).toEqual(expanded);
    const listed = await api.admin.ok('GET', '/api/records/venture', { query: { fields, filter: `id == "${id}"` } });
    expect(listed.data).toEqual([expanded]);
  });

  it('name each record once, and records that are there', async () => {
    const gone = '00000000-0000-7000-8000-000000000000';
    const refused = await api.admin.post('/api/records/venture', {
      body: { title: 'x', members: [gone, ids['own'], ids['place']] },
    });
    expect(refused.body.errors).toEqual([expect.objectContaining({ path: 'members', code: 'reference_not_found' })]);
    const many = Array.from({ length: 201 }, (_, n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
    const long = await api.admin.post('/api/records/venture', {
      body: { title: 'x', members: many },
      undescribed: true,
    });
    expect(long.body.errors).toEqual([expect.objectContaining({ path: 'members', code: 'too_many_values' })]);
  });

  it('show their reader only the records he may see, wherever they are asked for', async () => {
    const id = await make('venture', { title: 'b', members: [ids['other'], ids['own']] });
    const hidden = ids['other']!;
    expect((await get('venture', id, undefined, reader)).members).toEqual([ids['own']]);
    expect((await get('venture', id, 'members.title', reader)).members).toEqual([{ id: ids['own'], title: 'Own' }]);
    expect(await found(`"${hidden}" in members`, reader)).toEqual([]);
    expect(await found(`"${hidden}" in members && id == "${id}"`)).toEqual([id]);
    expect(await found(`size(members) == 2 && id == "${id}"`, reader)).toEqual([]);
    expect(await found(`size(members) == 1 && id == "${id}"`, reader)).toEqual([id]);
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { members: [hidden] } });
    expect((await get('venture', id, undefined, reader)).members).toBeNull();
    expect(await found(`members == null && id == "${id}"`, reader)).toEqual([id]);
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { members: null, title: 'c' } });
    for (const door of ['history', 'timeline']) {
      const { data } = await reader.ok('GET', `/api/records/venture/${id}/${door}`);
      expect(JSON.stringify(data)).not.toContain(hidden);
      expect(JSON.stringify(data)).toContain(ids['own']);
    }
    const before = await reader.ok('GET', `/api/records/venture/${id}/history`);
    const changes = before.data.map((entry: Loose) => entry.changes.map((change: Loose) => change.field));
    expect(changes[0]).toEqual(['title']);
  });

  it('keep what their writer was never shown', async () => {
    const id = await make('venture', { title: 'd', members: [ids['other'], ids['own']] });
    const answer = await reader.ok('PATCH', `/api/records/venture/${id}`, { body: { members: [ids['third']] } });
    expect(answer.data.members).toEqual([ids['third']]);
    expect((await get('venture', id)).members).toEqual([ids['third'], ids['other']]);
    await reader.ok('PATCH', `/api/records/venture/${id}`, { body: { members: null } });
    expect((await get('venture', id)).members).toEqual([ids['other']]);
    const stolen = await reader.patch(`/api/records/venture/${await make('venture', { title: 'e' })}`, {
      body: { members: [ids['other']] },
    });
    expect(stolen.body.errors[0]).toMatchObject({ path: 'members', code: 'reference_not_found' });
  });

  it('are as they were in the past', async () => {
    const id = await make('venture', {
      title: 'p',
      members: [ids['own'], ids['other']],
      about: { object: 'soul', id: ids['other'] },
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const moment = await momentBetween();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { members: [ids['third']], about: null } });
    const at = (by: ApiClient) =>
      by.ok('POST', '/api/records/venture/query', {
        body: { filter: `id == "${id}"`, fields: ['members', 'members.title', 'about.name'], as_of: moment },
      });
    const [then] = (await at(api.admin)).data;
    expect(then).toMatchObject({
      members: [{ title: 'Own' }, { title: 'Other' }],
      about: { object: 'soul', id: ids['other'], name: 'Other' },
    });
    expect((await at(reader)).data).toEqual([{ id, members: [{ id: ids['own'], title: 'Own' }], about: null }]);
  });
});

describe('when a record goes', () => {
  it('it leaves the lists it stood in, and comes back into them', async () => {
    const [x, y] = [await make('soul', { title: 'X' }), await make('soul', { title: 'Y' })];
    const about = { object: 'soul', id: x };
    const id = await make('venture', { title: 'f', members: [x, ids['own'], y], about });
    const removed = await api.admin.ok('POST', '/api/records/soul/bulk', { body: { delete: [x, y] } });
    expect(removed.deleted).toHaveLength(2);
    expect(await get('venture', id, 'members,about,version')).toMatchObject({
      members: [ids['own']],
      about: null,
      version: 2,
    });
    const { data } = await api.admin.ok('GET', `/api/records/venture/${id}/history`);
    expect(data[0].changes).toEqual([
      { field: 'members', from: [x, ids['own'], y], to: [ids['own']] },
      { field: 'about', from: about, to: null },
    ]);
    await api.admin.ok('POST', `/api/records/soul/${x}/restore`);
    expect(await get('venture', id, 'members,about')).toMatchObject({ members: [ids['own'], x], about });
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { members: [x, y, ids['own']].slice(0, 1) } });
    await api.admin.ok('POST', `/api/records/soul/${y}/restore`);
    expect((await get('venture', id)).members).toEqual([x, y]);
  });

  it('a field may forbid that', async () => {
    const x = await make('soul', { title: 'Kept' });
    const id = await make('venture', { title: 'g', board: [ids['own'], x], keeper: { object: 'soul', id: x } });
    const refused = await api.admin.call('DELETE', `/api/records/soul/${x}`);
    expect(refused.body.code).toBe('restricted_delete');
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { board: [ids['own']] } });
    expect((await api.admin.call('DELETE', `/api/records/soul/${x}`)).body.code).toBe('restricted_delete');
    await api.admin.ok('PATCH', `/api/records/venture/${id}`, { body: { keeper: null } });
    expect((await api.admin.call('DELETE', `/api/records/soul/${x}`)).status).toBe(204);
  });
});

describe('a reference to any of several objects', () => {
  it('is answered with object and id, and with the name of the record', async () => {
    const id = await make('venture', { title: 'h', about: { object: 'place', id: ids['place'] } });
    expect((await get('venture', id)).about).toEqual({ object: 'place', id: ids['place'] });
    expect((await get('venture', id, 'about.name')).about).toEqual({
      object: 'place',
      id: ids['place'],
      name: 'Delft',
    });
    expect((await get('venture', id, 'about.id')).about).toEqual({ object: 'place', id: ids['place'] });
    expect(await found(`about.object == "place" && about.id == "${ids['place']}"`)).toEqual([id]);
    const grouped = await api.admin.ok('POST', '/api/records/venture/query', {
      body: { group_by: ['about.object'], aggregates: { n: 'count()' }, filter: `id == "${id}"` },
    });
    expect(grouped.data).toEqual([expect.objectContaining({ n: 1 })]);
    const refused = await api.admin.get(`/api/records/venture/${id}`, { query: { fields: 'about.rank' } });
    expect(refused.body.code).toBe('unknown_field');
  });

  it('is empty for whoever may not see the record', async () => {
    const hidden = await make('venture', { title: 'i', about: { object: 'soul', id: ids['other'] } });
    const foreign = await make('venture', { title: 'j', about: { object: 'place', id: ids['place'] } });
    const shown = await make('venture', { title: 'k', about: { object: 'soul', id: ids['own'] } });
    const mine = `id in ["${hidden}", "${foreign}", "${shown}"]`;
    expect(await found(`about.object != "" && ${mine}`, reader)).toEqual([shown]);
    expect(await found(`about == null && ${mine}`, reader)).toEqual(expect.arrayContaining([hidden, foreign]));
    for (const id of [hidden, foreign]) {
      const { data } = await reader.ok('GET', `/api/records/venture/${id}/history`);
      expect(data[0].changes.map((change: Loose) => change.field)).not.toContain('about');
      expect((await get('venture', id, 'about.name', reader)).about).toBeNull();
      expect((await get('venture', id, undefined, reader)).about).toBeNull();
    }
    expect((await get('venture', shown, 'about.name', reader)).about).toEqual({
      object: 'soul',
      id: ids['own'],
      name: 'Own',
    });
  });

  it('puts what it is in onto the timeline of the record', async () => {
    const id = await make('venture', { title: 'l' });
    await make('call', { title: 'About l', held: '2026-11-21', about: { object: 'venture', id } });
    await make('call', { title: 'About a soul', held: '2026-11-21', about: { object: 'soul', id: ids['own'] } });
    const { data } = await reader.ok('GET', `/api/records/venture/${id}/timeline`, { query: { kind: 'activity' } });
    expect(data.map((entry: Loose) => entry.title)).toEqual(['About l']);
  });
});

describe('a file', () => {
  const run = async (id: string, name: 'check' | 'run'): Promise<Loose> => {
    let { data } = await api.admin.ok('POST', `/api/imports/${id}/${name}`);
    while (['checking', 'running'].includes(data.state)) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      ({ data } = await api.admin.ok('GET', `/api/imports/${id}`));
    }
    return data;
  };

  it('names several records in one cell', async () => {
    const file = ['title,members', 'by file,Own；Third', 'also,Other、 Own', 'wrong,Own; Nobody'].join('\n');
    const query = { object: 'venture', file_name: 'ventures.csv' };
    const { data: batch } = await api.admin.ok('POST', '/api/imports', { query, body: Buffer.from(file) });
    expect(batch.mapping.map((column: Loose) => column.field)).toEqual(['title', 'members']);
    expect(await run(batch.id, 'check')).toMatchObject({ counts: { create: 2, error: 1 } });
    const { data: rows } = await api.admin.ok('GET', `/api/imports/${batch.id}/rows`, { query: { action: 'error' } });
    expect(rows[0].errors).toEqual([expect.objectContaining({ column: 'members', code: 'reference_unresolved' })]);
    await run(batch.id, 'run');
    const { data } = await api.admin.ok('GET', '/api/records/venture', {
      query: { filter: 'title in ["by file", "also"]', sort: 'title', fields: 'members' },
    });
    expect(data.map((each: Loose) => each.members)).toEqual([
      [ids['other'], ids['own']],
      [ids['own'], ids['third']],
    ]);
  });
});
