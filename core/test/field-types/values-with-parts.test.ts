import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Names, addresses and places: what they are called by, and what is asked of their parts. */

let api: TestApi;
const ids: Record<string, string> = {};
const label = (text: string) => ({ en: text, zh: text });

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, {
    body: { kind, label: label(key), ...body },
  });

beforeAll(async () => {
  api = await testApi();
  await put('object', 'guest', { name: 'guest', label_plural: label('Guests'), name_field: 'called' });
  await put('object', 'stay', { name: 'stay', label_plural: label('Stays'), name_field: 'title' });
  const fields: Record<string, Loose> = {
    'guest.called': { type: 'person_name', required: true },
    'guest.home': { type: 'address' },
    'guest.place': { type: 'geolocation' },
    'guest.town': { type: 'formula', result: 'text', expression: 'record.home.city + "!"' },
    'stay.title': { type: 'text' },
    'stay.guest': { type: 'reference', to: 'guest', on_delete: 'clear' },
    'stay.family': { type: 'formula', result: 'text', expression: 'record.guest.called.family' },
  };
  for (const [key, body] of Object.entries(fields)) {
    const [object, name] = key.split('.');
    await put('field', key, { object, name, ...body });
  }
  await put('rule', 'guest_in_china', {
    name: 'guest_in_china', object: 'guest', type: 'validation', mode: 'enforce', fields: ['home'], message: label('A Chinese address needs its city'),
    assert: 'record.home.country == null || record.home.country != "CN" || has(record.home.city)',
  }); // prettier-ignore
  await put('rule', 'stay_named', {
    name: 'stay_named', object: 'stay', type: 'validation', mode: 'enforce', message: label('Nobody called Nemo'),
    assert: 'record.guest.called != "Nemo" && record.guest.called.family != "Nemo"',
  }); // prettier-ignore
  await put('role', 'porter', {
    name: 'porter',
    grants: { guest: { read: true, fields: { '*': 'read', home: 'none' } }, stay: { read: true } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Guests' } });
  api.admin.forget();
  const make = async (name: string, body: Loose): Promise<void> => {
    ids[name] = (await api.admin.ok('POST', '/api/records/guest', { body })).data.id;
  };
  await make('wang', { called: { family: '王', given: '芳' }, home: { country: 'CN', city: '上海市', street: '世纪大道100号' }, place: { lat: 31.2304, lng: 121.4737 } }); // prettier-ignore
  await make('zhang', { called: { family: '张', given: '三' }, home: { country: 'CN', city: '上海市' } });
  await make('smith', { called: { family: 'Smith', given: 'Anna' }, home: { country: 'DE', city: 'Berlin' }, place: { lat: 52.52, lng: 13.405 } }); // prettier-ignore
});

const namesOf = (body: Loose): string[] => body.data.map((each: Loose) => each.called.family);

describe('a person’s name', () => {
  it('is answered in parts where parts are asked for, and as a whole beside them', async () => {
    const ask = async (fields: string) =>
      (await api.admin.ok('GET', '/api/records/guest', { query: { fields, filter: 'home.city != null', sort: 'home.city', limit: 1 } })).data[0];
    const whole = (await ask('home')).home;
    expect((await ask('home.city')).home).toEqual({ city: whole.city });
    expect((await ask('home.city,home.country')).home).toEqual({ city: whole.city, country: whole.country ?? null });
    expect((await ask('home.city,home')).home).toEqual(whole);
    expect((await ask('home,home.city')).home).toEqual(whole);
    expect((await api.admin.get('/api/records/guest', { query: { fields: 'home.town' } })).body.code).toBe('unknown_field');
    await api.admin.ok('POST', '/api/records/stay', { body: { title: 'parts', guest: ids['wang'] } });
    const stay = (await api.admin.ok('GET', '/api/records/stay', { query: { fields: 'guest.called.family', filter: 'title == "parts"' } })).data[0];
    expect(Object.keys(stay.guest.called)).toEqual(['family']);
    await api.admin.ok('DELETE', `/api/records/stay/${stay.id}`);
  }); // prettier-ignore

  it('orders by pinyin, whole names or their parts', async () => {
    const by = async (sort: string) => namesOf(await api.admin.ok('GET', '/api/records/guest', { query: { sort } }));
    expect(await by('called')).toEqual(['Smith', '王', '张']);
    expect(await by('-called.family')).toEqual(['张', '王', 'Smith']);
  });

  it('pages by its order', async () => {
    const first = await api.admin.ok('GET', '/api/records/guest', { query: { sort: 'called', limit: 2 } });
    const query = { sort: 'called', limit: 2, cursor: first.page.next };
    expect(namesOf(await api.admin.ok('GET', '/api/records/guest', { query }))).toEqual(['张']);
  });

  it('is what a record is called by: in the search, and where it is referred to', async () => {
    const { data } = await api.admin.ok('GET', '/api/search', { query: { q: '王芳' } });
    expect(data[0]).toMatchObject({ id: ids['wang'], name: '王芳', field: 'called', excerpt: '王芳' });
    for (const guest of ['zhang', 'wang'])
      await api.admin.ok('POST', '/api/records/stay', { body: { title: guest, guest: ids[guest] } });
    const stays = await api.admin.ok('GET', '/api/records/stay', {
      query: { sort: 'guest', fields: 'title,guest.called,family', filter: 'guest.called.family in ["王", "张"]' },
    });
    expect(stays.data.map((stay: Loose) => [stay.guest.called, stay.family])).toEqual([
      [{ family: '王', given: '芳' }, '王'],
      [{ family: '张', given: '三' }, '张'],
    ]);
  });

  it('is seen by the rules of records that refer to it, whole and in parts', async () => {
    const { data } = await api.admin.ok('POST', '/api/records/guest', { body: { called: { family: 'Nemo' } } });
    const answer = await api.admin.post('/api/records/stay', { body: { title: 'x', guest: data.id } });
    expect(answer.body).toMatchObject({ status: 422, code: 'rule_violation' });
    await api.admin.ok('DELETE', `/api/records/guest/${data.id}`);
  });
});

describe('an address', () => {
  it('is grouped, counted and filtered by its parts', async () => {
    const body = { group_by: ['home.city'], aggregates: { n: 'count()', streets: 'count(distinct home.street)' } };
    const { data } = await api.admin.ok('POST', '/api/records/guest/query', { body });
    expect(data).toEqual([
      { 'home.city': 'Berlin', n: 1, streets: 0 },
      { 'home.city': '上海市', n: 2, streets: 1 },
    ]);
    const found = await api.admin.ok('GET', '/api/records/guest', { query: { filter: 'home.country == "DE"' } });
    expect(namesOf(found)).toEqual(['Smith']);
  });

  it('gives its parts to rules and formulas, when written and when read', async () => {
    const body = { called: { family: 'Li' }, home: { country: 'CN' } };
    const refused = await api.admin.post('/api/records/guest', { body });
    expect(refused.body.errors).toMatchObject([{ path: 'home', code: 'rule_violation' }]);
    const { data } = await api.admin.ok('GET', `/api/records/guest/${ids['wang']}`);
    expect(data.town).toBe('上海市!');
    const written = await api.admin.ok('PATCH', `/api/records/guest/${ids['smith']}`, {
      body: { home: { city: 'Bonn' } },
    });
    expect(written.data.town).toBe('Bonn!');
  });

  it('a part that is not there is refused, with what was meant', async () => {
    const answer = await api.admin.get('/api/records/guest', { query: { filter: 'home.citty == "x"' } });
    expect(answer.body.errors[0]).toMatchObject({ code: 'expression_unknown_name', path: 'filter' });
    expect(answer.body.detail).toContain('city');
    for (const path of ['home.nothing', 'home.city.x', 'called.family.length'])
      expect((await api.admin.get('/api/records/guest', { query: { sort: path } })).body.code).toBe('unknown_field');
  });

  it('hidden from a reader, its parts are hidden too', async () => {
    const porter = await api.person('Porter', ['porter']);
    expect((await porter.ok('GET', `/api/records/guest/${ids['wang']}`)).data).not.toHaveProperty('home');
    for (const query of [{ filter: 'home.city == "上海市"' }, { sort: 'home.city' }, { filter: 'town == "上海市!"' }]) {
      expect((await porter.get('/api/records/guest', { query })).status).toBe(422);
    }
    const body = { group_by: ['home.city'], aggregates: { n: 'count()' } };
    expect((await porter.post('/api/records/guest/query', { body })).status).toBe(422);
  });
});

describe('a place', () => {
  it('is found by its distance', async () => {
    const near = async (km: number) =>
      namesOf(
        await api.admin.ok('GET', '/api/records/guest', {
          query: { filter: `distanceKm(place, 31.3, 120.6) <= ${km}` },
        }),
      );
    expect(await near(50)).toEqual([]);
    expect(await near(100)).toEqual(['王']);
    expect((await near(9000)).toSorted()).toEqual(['Smith', '王']);
  });

  it('what cannot be compared is refused, not failed at', async () => {
    for (const filter of ['place == place', 'place > 1', 'place in [place]', 'distanceKm(called, 1, 2) > 1'])
      expect((await api.admin.get('/api/records/guest', { query: { filter } })).status).toBe(422);
    for (const call of ['count(distinct place)', 'max(place)', 'sum(place)'])
      expect(
        (await api.admin.post('/api/records/guest/query', { body: { aggregates: { n: call } } })).status,
      ).toBeLessThan(500);
  });
});
