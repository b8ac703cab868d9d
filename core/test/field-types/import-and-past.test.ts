import { beforeAll, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Structured values out of a file as people write them, and as they were at a past moment. */

let api: TestApi;
const label = (en: string, zh: string) => ({ en, zh });

const FIELDS: Record<string, [type: string, en: string, zh: string]> = {
  called: ['person_name', 'Name', '姓名'],
  home: ['address', 'Home', '住址'],
  place: ['geolocation', 'Place', '坐标'],
  opens: ['time', 'Opens', '开门时间'],
  spent: ['duration', 'Spent', '用时'],
  stars: ['rating', 'Rating', '评级'],
  hue: ['color', 'Color', '颜色'],
  words: ['tags', 'Tags', '标签'],
  notes: ['rich_text', 'Notes', '说明'],
  extra: ['json', 'Extra', '附加'],
};

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  const named = { label: label('Guest', '来宾'), label_plural: label('Guests', '来宾'), name_field: 'called' };
  await put('object', 'guest', { name: 'guest', ...named });
  for (const [name, [type, en, zh]] of Object.entries(FIELDS))
    await put('field', `guest.${name}`, { object: 'guest', name, type, label: label(en, zh) });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Guests' } });
  api.admin.forget();
});

async function step(id: string, name: 'check' | 'run'): Promise<Loose> {
  let { data } = await api.admin.ok('POST', `/api/imports/${id}/${name}`);
  while (['checking', 'running'].includes(data.state)) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    ({ data } = await api.admin.ok('GET', `/api/imports/${id}`));
  }
  return data;
}

const FILE = [
  '姓名,住址,坐标,开门时间,用时,评级,颜色,标签,说明,附加',
  '欧阳修教授,上海市浦东新区世纪大道100号,"31.2304, 121.4737",上午9点半,1小时30分,★★★★,红色,VIP、华东,第一行,"{""sku"":7}"',
  '"Smith, Anna","100 Main Street, Springfield, IL 62704, USA",N 1° E 2°,2 pm,90 min,5,#abc,new,<b>x</b><script>1</script>,[1]',
  '王,,somewhere,25:00,soon,9,bluish,,,{',
].join('\n');

it('a file of them goes in as people write them; what cannot be read is told by its cell', async () => {
  const query = { object: 'guest', file_name: 'guests.csv' };
  const { data: batch } = await api.admin.ok('POST', '/api/imports', { query, body: Buffer.from(FILE) });
  expect(batch.mapping.map((column: Loose) => column.field)).toEqual(Object.keys(FIELDS));
  expect(await step(batch.id, 'check')).toMatchObject({ state: 'checked', counts: { create: 2, error: 1 } });
  const { data: rows } = await api.admin.ok('GET', `/api/imports/${batch.id}/rows`, { query: { action: 'error' } });
  const places = rows[0].errors.map((error: Loose) => error.column);
  expect(places).toEqual(['坐标', '开门时间', '用时', '评级', '颜色', '附加']);
  await step(batch.id, 'run');
  const { data } = await api.admin.ok('GET', '/api/records/guest', {
    query: { sort: '-called', fields: Object.keys(FIELDS).join() },
  });
  expect(data).toMatchObject([
    {
      called: { prefix: '教授', family: '欧阳', given: '修' },
      home: { city: '上海市', district: '浦东新区', street: '世纪大道100号' },
      place: { lat: 31.2304, lng: 121.4737 },
      opens: '09:30',
      spent: 5_400_000,
      stars: 4,
      hue: '#ff0000',
      words: ['VIP', '华东'],
      notes: '<p>第一行</p>',
      extra: { sku: 7 },
    },
    {
      called: { family: 'Smith', given: 'Anna' },
      home: { country: 'US', city: 'Springfield', postal_code: '62704' },
      opens: '14:00',
      spent: 5_400_000,
      stars: 5,
      hue: '#aabbcc',
      words: ['new'],
      notes: '<strong>x</strong>',
      extra: [1],
    },
  ]);
});

it('a past moment shows them as they were', async () => {
  const body = { called: { family: 'Li' }, home: { city: 'Berlin' }, words: ['a'], opens: '09:00', extra: { a: 1 } };
  const { data: before } = await api.admin.ok('POST', '/api/records/guest', { body });
  const moment = new Date(Date.parse(before.created_at) + 1).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const changed = { called: { family: 'Wu' }, home: { city: 'Bonn' }, words: null, opens: '10:00', extra: [2] };
  await api.admin.ok('PATCH', `/api/records/guest/${before.id}`, { body: changed });
  const fields = Object.keys(body);
  const past = await api.admin.ok('POST', '/api/records/guest/query', {
    body: { as_of: moment, fields, filter: 'home.city == "Berlin" && "a" in words && opens == "09:00"' },
  });
  expect(past.data).toMatchObject([body]);
});
