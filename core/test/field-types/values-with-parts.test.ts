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
    'guest.mobile': { type: 'phone', country: 'FR', country_field: 'home', unique: true },
    'guest.from': {
      type: 'select',
      options: ['us', 'cn'].map((value) => ({ value, label: label(value) })),
      default: 'us',
    },
    'guest.work': { type: 'phone', country_field: 'from' },
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
    name: 'guest_in_china',
    object: 'guest',
    type: 'validation',
    mode: 'enforce',
    fields: ['home'],
    message: label('A Chinese address needs its city'),
    assert: 'record.home.country == null || record.home.country != "CN" || has(record.home.city)',
  });
  await put('rule', 'stay_named', {
    name: 'stay_named',
    object: 'stay',
    type: 'validation',
    mode: 'enforce',
    message: label('Nobody called Nemo'),
    assert: 'record.guest.called != "Nemo" && record.guest.called.family != "Nemo"',
  });
  await put('role', 'porter', {
    name: 'porter',
    grants: {
      guest: { create: true, read: true, update: true, fields: { '*': 'edit', home: 'none' } },
      stay: { read: true },
    },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Guests' } });
  api.admin.forget();
  const make = async (name: string, body: Loose): Promise<void> => {
    ids[name] = (await api.admin.ok('POST', '/api/records/guest', { body })).data.id;
  };
  await make('wang', {
    called: { family: '王', given: '芳' },
    home: { country: 'CN', city: '上海市', street: '世纪大道100号' },
    place: { lat: 31.2304, lng: 121.4737 },
  });
  await make('zhang', { called: { family: '张', given: '三' }, home: { country: 'CN', city: '上海市' } });
  await make('smith', {
    called: { family: 'Smith', given: 'Anna' },
    home: { country: 'DE', city: 'Berlin' },
    place: { lat: 52.52, lng: 13.405 },
  });
});

const namesOf = (body: Loose): string[] => body.data.map((each: Loose) => each.called.family);

describe('a person’s name', () => {
  it('is answered in parts where parts are asked for, and as a whole beside them', async () => {
    const ask = async (fields: string) =>
      (
        await api.admin.ok('GET', '/api/records/guest', {
          query: { fields, filter: 'home.city != null', sort: 'home.city', limit: 1 },
        })
      ).data[0];
    const whole = (await ask('home')).home;
    expect((await ask('home.city')).home).toEqual({ city: whole.city });
    expect((await ask('home.city,home.country')).home).toEqual({ city: whole.city, country: whole.country ?? null });
    expect((await ask('home.city,home')).home).toEqual(whole);
    expect((await ask('home,home.city')).home).toEqual(whole);
    expect((await api.admin.get('/api/records/guest', { query: { fields: 'home.town' } })).body.code).toBe(
      'unknown_field',
    );
    await api.admin.ok('POST', '/api/records/stay', { body: { title: 'parts', guest: ids['wang'] } });
    const stay = (
      await api.admin.ok('GET', '/api/records/stay', {
        query: { fields: 'guest.called.family', filter: 'title == "parts"' },
      })
    ).data[0];
    expect(Object.keys(stay.guest.called)).toEqual(['family']);
    await api.admin.ok('DELETE', `/api/records/stay/${stay.id}`);
  });

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
    const towns = { ...body, having: 'home.city.startsWith("Ber") || n > 5', sort: '-home.city' };
    expect((await api.admin.ok('POST', '/api/records/guest/query', { body: towns })).data).toHaveLength(1);
    const other = await api.admin.post('/api/records/guest/query', {
      body: { ...body, having: 'home.street != null' },
    });
    expect(other.body).toMatchObject({ status: 422, errors: [{ path: 'having', code: 'unknown_property' }] });
  });

  const PARTS = {
    country: 'SE',
    province: 'Skåne',
    city: 'Lund',
    district: 'Norra',
    street: 'Ole Römers väg 3',
    postal_code: '223 63',
  };

  it.each(Object.entries(PARTS))('is found, ordered, grouped and totalled by its %s', async (part, value) => {
    const guest = { called: { family: 'Part' }, home: { ...PARTS, street: `${PARTS.street} ${part}` } };
    const { data } = await api.admin.ok('POST', '/api/records/guest', { body: guest });
    const path = `home.${part}`;
    const want = part === 'street' ? guest.home.street : value;
    const own = `id == "${data.id}"`;
    const list = await api.admin.ok('GET', '/api/records/guest', {
      query: { filter: `${own} && ${path} == "${want}" && ${path} in ["${want}"]`, sort: path, fields: path },
    });
    expect(list.data).toEqual([{ id: data.id, home: { [part]: want } }]);
    const body = {
      filter: own,
      group_by: [path],
      aggregates: { least: `min(${path})`, n: `count(${path})` },
      having: `${path} == "${want}" && least == "${want}"`,
    };
    const groups = await api.admin.ok('POST', '/api/records/guest/query', { body });
    expect(groups.data).toEqual([{ [path]: want, least: want, n: 1 }]);
    const update = { filter: `${own} && ${path} == "${want}"`, set: { called: { family: 'Found' } } };
    expect((await api.admin.ok('POST', '/api/records/guest/update-by-filter', { body: update })).done).toBe(1);
    // In the search a country is written out.
    const { data: hits } = await api.admin.ok('GET', '/api/search', {
      query: { q: part === 'country' ? 'sweden' : want, object: 'guest' },
    });
    expect(hits.map((hit: Loose) => hit.id)).toContain(data.id);
    await api.admin.ok('DELETE', `/api/records/guest/${data.id}`);
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

describe('a phone number without a country code', () => {
  const national = '030 12345678';
  const make = async (client: TestApi['admin'], body: Loose): Promise<Loose> =>
    (
      await client.ok('POST', '/api/records/guest', {
        body: { called: { family: 'Phone' }, ...body },
        undescribed: true,
      })
    ).data;

  it('is from the country its record names, else from that of the field', async () => {
    expect((await make(api.admin, { home: { country: 'DE' }, mobile: national })).mobile).toBe('+493012345678');
    expect((await make(api.admin, { home: { city: 'Berlin' }, mobile: '01 23 45 67 89' })).mobile).toBe('+33123456789');
    expect((await make(api.admin, { mobile: '01 23 45 67 90' })).mobile).toBe('+33123456790');
    // A choice by its code; where none is given by its default.
    expect((await make(api.admin, { from: 'cn', work: '138 1234 5678' })).work).toBe('+8613812345678');
    expect((await make(api.admin, { work: '(415) 555-2671' })).work).toBe('+14155552671');
  });

  it('is read by what the record has already, in bulk too, and not by what its writer may not see', async () => {
    const german = await make(api.admin, { home: { country: 'DE' } });
    const swiss = await make(api.admin, { home: { country: 'CH' } });
    const update = [german, swiss].map(({ id }) => ({ id, mobile: '044 668 18 00' }));
    await api.admin.ok('POST', '/api/records/guest/bulk', { body: { update, mode: 'all' }, undescribed: true });
    const mobile = async ({ id }: Loose): Promise<string> =>
      (await api.admin.ok('GET', `/api/records/guest/${id}`)).data.mobile;
    expect([await mobile(german), await mobile(swiss)]).toEqual(['+49446681800', '+41446681800']);
    await api.admin.ok('PATCH', `/api/records/guest/${swiss.id}`, {
      body: { home: { country: 'AT' }, mobile: '01 5123456' },
      undescribed: true,
    });
    expect(await mobile(swiss)).toBe('+4315123456');
    const blind = await api.person('Blind', ['porter']);
    await blind.ok('PATCH', `/api/records/guest/${german.id}`, {
      body: { mobile: '01 23 45 67 91' },
      undescribed: true,
    });
    expect(await mobile(german)).toBe('+33123456791');
    // An upsert finds the record by the number as it is kept.
    const upsert = {
      key: 'mobile',
      rows: [{ mobile: '01 5123456', home: { country: 'AT' }, called: { family: 'Found' } }],
    };
    await api.admin.ok('POST', '/api/records/guest/bulk', { body: { upsert, mode: 'all' }, undescribed: true });
    expect((await api.admin.ok('GET', `/api/records/guest/${swiss.id}`)).data.called.family).toBe('Found');
  });

  it('in a file is from the country of its row, or of the record that the row changes', async () => {
    const known = await make(api.admin, { called: { family: 'Known' }, home: { country: 'CH' } });
    const file = 'called,mobile,home\nMüller,030 12345679,"Berlin, Germany"\nKnown,044 668 18 01,\n';
    const query = { object: 'guest', file_name: 'guests.csv' };
    let { data } = await api.admin.ok('POST', '/api/imports', { query, body: Buffer.from(file) });
    const mapping = ['called', 'mobile', 'home'].map((column) => ({ column, field: column }));
    await api.admin.ok('PATCH', `/api/imports/${data.id}`, { body: { mapping, key_field: 'called' } });
    for (const step of ['check', 'run']) {
      ({ data } = await api.admin.ok('POST', `/api/imports/${data.id}/${step}`));
      while (['checking', 'running'].includes(data.state)) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        ({ data } = await api.admin.ok('GET', `/api/imports/${data.id}`));
      }
    }
    expect(data).toMatchObject({ state: 'done', counts: { create: 1, update: 1, error: 0 } });
    const { data: found } = await api.admin.ok('GET', '/api/records/guest', {
      query: { filter: 'called in ["Müller", "Known"]', fields: 'id,mobile', sort: 'mobile' },
    });
    expect(found).toMatchObject([{ id: known.id, mobile: '+41446681801' }, { mobile: '+493012345679' }]);
  });

  it('takes its country from a field that can name one', async () => {
    await put('field', 'guest.fax', { object: 'guest', name: 'fax', type: 'phone', country_field: 'place' });
    const { body } = await api.admin.post('/api/studio/plan', { body: {} });
    expect(body.problems).toMatchObject([{ key: 'guest.fax', path: 'country_field', code: 'unsuitable_field' }]);
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/field/guest.fax');
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
