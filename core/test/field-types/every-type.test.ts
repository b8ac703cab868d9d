import { expressionValue, FIELD_TYPES, traitsOf, type CompiledField } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { momentBetween } from '../../testing/moment-between.ts';
import { randomRecords } from './random-values.ts';
import { SAMPLES, type Sample } from './samples.ts';

/** Every field type through the API: made by an administrator, written, read, filtered, sorted, grouped, changed, searched. */

let api: TestApi;
const ids: Record<string, string> = {};
const samples = Object.entries(SAMPLES);
const label = (text: string) => ({ en: text, zh: text });

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });

beforeAll(async () => {
  api = await testApi();
  await put('object', 'specimen', {
    name: 'specimen',
    label: label('Specimen'),
    label_plural: label('Specimens'),
    name_field: 'title',
  });
  await put('field', 'specimen.title', { object: 'specimen', name: 'title', label: label('Title'), type: 'text' });
  for (const [type, sample] of samples) {
    await put('field', `specimen.f_${type}`, {
      object: 'specimen',
      name: `f_${type}`,
      label: label(type),
      type,
      ...sample.settings,
    });
  }
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Every type' } });
  api.admin.forget();
  const { data } = await api.admin.ok('POST', '/api/teams', { body: { name: 'North' } });
  ids['team'] = data.id;
  ids['user'] = (await api.admin.ok('GET', '/api/me')).data.id;
  ids['record'] = (await create({ title: 'target' })).id;
  for (const [id, name, body] of FILES) {
    const { data: file } = await api.admin.ok('POST', '/api/files', { query: { name }, body });
    ids[id] = file.id;
  }
});

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
const TEXT = Buffer.from('a text\n');
const FILES = [
  ['note', 'Besprechung 会议.txt', TEXT],
  ['memo', 'memo.txt', TEXT],
  ['spare', 'spare.txt', TEXT],
  ['logo', 'logo.gif', GIF],
  ['icon', 'icon.gif', GIF],
] as const;

async function create(body: Loose): Promise<Loose> {
  // The API takes more than it describes: what it describes is what it answers.
  const { data } = await api.admin.ok('POST', '/api/records/specimen', { body, undescribed: true });
  return data;
}

const filled = (value: unknown): Loose =>
  JSON.parse(JSON.stringify(value).replaceAll(/\$(\w+)/g, (_, name: string) => ids[name]!));

async function found(filter: string): Promise<string[]> {
  const { data } = await api.admin.ok('GET', '/api/records/specimen', { query: { filter, fields: 'id' } });
  return (data as { id: string }[]).map((each) => each.id);
}

it('no type is left out', () => {
  const written = FIELD_TYPES.map((type) => type.name).filter(
    (name) => !['formula', 'auto_number', 'deadline', 'children', 'rollup'].includes(name),
  );
  expect(Object.keys(SAMPLES).toSorted()).toEqual(written.toSorted());
});

describe.each(samples)('%s', (type, sample: Sample) => {
  const name = `f_${type}`;
  const field = { type, ...sample.settings } as CompiledField;
  const [a, b] = [sample.values[0], sample.values[1]];
  let first: Loose;
  let second: Loose;

  beforeAll(async () => {
    first = await create({ title: `${type} one`, [name]: filled(a.given) });
    second = await create({ title: `${type} two`, [name]: filled(b.given) });
  });

  it('is answered in its canonical form, after writing and after reading', async () => {
    expect(first[name]).toEqual(filled(a.is));
    const { data } = await api.admin.ok('GET', `/api/records/specimen/${first.id}`);
    expect(data[name]).toEqual(filled(a.is));
    const listed = await api.admin.ok('GET', '/api/records/specimen', { query: { filter: `title == "${type} two"` } });
    expect(listed.data[0][name]).toEqual(filled(b.is));
  });

  it.runIf(b.is !== null)(
    'writing what is there already changes nothing; another value is noted with both',
    async () => {
      const path = `/api/records/specimen/${second.id}`;
      const same = await api.admin.ok('PATCH', path, { body: { [name]: filled(b.is) } });
      expect(same.data.version).toBe(1);
      const changed = await api.admin.ok('PATCH', path, { body: { [name]: null } });
      expect(changed.data[name]).toBeNull();
      await api.admin.ok('PATCH', path, { body: { [name]: filled(b.is) } });
      const history = await api.admin.ok('GET', `${path}/history`);
      const entries = history.data.filter((entry: Loose) => entry.action === 'update');
      const noted = entries.flatMap((entry: Loose) => entry.changes).map(({ from, to }: Loose) => [from, to]);
      expect(noted).toEqual([
        [null, filled(b.is)],
        [filled(b.is), null],
      ]);
    },
  );

  it.runIf(sample.filters !== undefined)('is found by filters', async () => {
    for (const filter of sample.filters ?? []) {
      expect({ filter, found: await found(`${filled(filter)} && title == "${type} one"`) }).toEqual({
        filter,
        found: [first.id],
      });
      expect({ filter, found: await found(`${filled(filter)} && title == "${type} two"`) }).toEqual({
        filter,
        found: [],
      });
    }
    expect(await found(`${name} != null && title == "${type} one"`)).toEqual([first.id]);
  });

  it('stands in order and in groups where its traits say so', async () => {
    const traits = traitsOf(field);
    const both = `title.startsWith("${type} ")`;
    const sorted = await api.admin.get('/api/records/specimen', {
      query: { filter: both, sort: `-${name}`, fields: 'id' },
    });
    expect(sorted.status).toBe(traits.sortable ? 200 : 422);
    if (traits.sortable) expect(sorted.body.data).toHaveLength(2);
    const grouped = await api.admin.post('/api/records/specimen/query', {
      body: { filter: both, group_by: [name], aggregates: { n: 'count()' } },
    });
    expect(grouped.status).toBe(traits.groupable ? 200 : 422);
    if (traits.groupable) expect(grouped.body.data.length).toBeGreaterThan(0);
    if (sample.sum === undefined) return;
    const totals = await api.admin.ok('POST', '/api/records/specimen/query', {
      body: { filter: both, aggregates: { sum: `sum(${name})` } },
    });
    expect(totals.data[0].sum).toEqual(sample.sum);
  });

  it.runIf(sample.search !== undefined)('is found by the search', async () => {
    const { data } = await api.admin.ok('GET', '/api/search', { query: { q: sample.search!, object: 'specimen' } });
    expect(data.map((hit: Loose) => hit.id)).toContain(first.id);
  });

  it('what is none of its values is refused at its place', async () => {
    for (const bad of sample.refused) {
      const answer = await api.admin.call('POST', '/api/records/specimen', {
        body: { title: 'bad', [name]: filled(bad) },
        undescribed: true,
      });
      expect({ bad, status: answer.status, path: answer.body.errors?.[0]?.path }).toEqual({
        bad,
        status: 422,
        path: name,
      });
    }
  });
});

describe('suggestions', () => {
  it('are the words in use that the reader may see, the most used first', async () => {
    for (const words of [['common', 'rare'], ['common'], ['100%']]) await create({ f_tags: words });
    const ask = async (q?: string): Promise<string[]> =>
      (await api.admin.ok('GET', '/api/suggestions/specimen/f_tags', { query: { q } })).data;
    expect((await ask()).slice(0, 1)).toEqual(['common']);
    expect(await ask('RAR')).toEqual(['rare']);
    expect(await ask('0%')).toEqual(['100%']);
    expect(await ask('_')).toEqual([]);
    expect((await api.admin.get('/api/suggestions/specimen/title')).body.code).toBe('no_suggestions');
    expect((await api.admin.get('/api/suggestions/specimen/nothing')).body.code).toBe('unknown_field');
  });
});

/** What people write of these on one line does not say all: parts run together, files have no text. */
const TEXT_LOSES = new Set(['address', 'file', 'image', 'polymorphic_reference']);
const DRAWN = 30;

describe('records with values drawn at random', () => {
  const drawn = 'title.startsWith("drawn ")';
  let records: Loose[];
  let before: string;

  const all = async (query: Record<string, string> = {}): Promise<Loose[]> => {
    const { data } = await api.admin.ok('GET', '/api/records/specimen', {
      query: { filter: drawn, sort: 'title', limit: 100, ...query },
    });
    return data;
  };
  const totals = async (aggregates: Loose, rest: Loose = {}): Promise<Loose[]> =>
    (await api.admin.ok('POST', '/api/records/specimen/query', { body: { filter: drawn, aggregates, ...rest } })).data;
  const has = (type: string) => (record: Loose) => record[`f_${type}`] !== null;

  beforeAll(async () => {
    const create = randomRecords(DRAWN, 20_261_122).map((values, index) => ({
      ...filled(values),
      title: `drawn ${String(index).padStart(2, '0')}`,
      // A file belongs to one record.
      f_file: null,
      f_image: null,
    }));
    await api.admin.ok('POST', '/api/records/specimen/bulk', { body: { create, mode: 'all' }, undescribed: true });
    records = await all();
    before = await momentBetween();
  });

  it.each(samples.map(([type, sample]) => [type, { type, ...sample.settings } as CompiledField] as const))(
    '%s: order, pages, groups, totals and emptiness agree with one another',
    async (type, field) => {
      const name = `f_${type}`;
      const traits = traitsOf(field);
      const there = records.filter(has(type));
      expect(records).toHaveLength(DRAWN);
      const empty = await all({ filter: `${drawn} && ${name} == null`, fields: 'id' });
      expect(empty.map((each) => each.id)).toEqual(records.filter((each) => !has(type)(each)).map((each) => each.id));
      const [{ n }] = (await totals({ n: `count(${name})` })) as [Loose];
      expect(n).toBe(there.length);
      if (traits.sortable) {
        const up = await all({ sort: `${name},title`, fields: `title,${name}` });
        const down = await all({ sort: `-${name},-title`, fields: `title,${name}` });
        const known = (list: Loose[]) => list.filter(has(type)).map((each) => each.title);
        expect(known(down)).toEqual(known(up).toReversed());
        // Page by page it is the same.
        const paged: Loose[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const query: Record<string, string | number> = {
            filter: drawn,
            sort: `${name},title`,
            fields: `title,${name}`,
            limit: 11,
            ...(cursor && { cursor }),
          };
          const { data, page }: Loose = await api.admin.ok('GET', '/api/records/specimen', { query });
          paged.push(...data);
          cursor = page.next;
        }
        expect(paged).toEqual(up);
        // A reference stands where its name does, and has no least one; nor is anything less than yes or no.
        if (!traits.reference && type !== 'boolean' && there.length > 0) {
          const ordered = up.filter(has(type)).map((each) => expressionValue(field, each[name]));
          const [ends] = await totals({ least: `min(${name})`, most: `max(${name})` });
          expect([ends!.least, ends!.most]).toEqual([ordered[0], ordered.at(-1)]);
        }
      }
      if (traits.groupable) {
        const groups = await totals({ n: 'count()' }, { group_by: [name] });
        const wanted = new Map<string, number>();
        for (const each of records)
          wanted.set(JSON.stringify(each[name]), (wanted.get(JSON.stringify(each[name])) ?? 0) + 1);
        expect(new Map(groups.map((each) => [JSON.stringify(each[name]), each['n']]))).toEqual(wanted);
        const [{ d }] = (await totals({ d: `count(distinct ${name})` })) as [Loose];
        expect(d).toBe(new Set(there.map((each) => JSON.stringify(each[name]))).size);
      }
      if (traits.summable) {
        const number = (value: Loose) => Number(typeof value === 'object' ? value['amount'] : value);
        const values = there.map((each) => number(each[name]));
        const [{ sum, average }] = (await totals({ sum: `sum(${name})`, average: `avg(${name})` })) as [Loose];
        const expected = values.reduce((a, b) => a + b, 0);
        expect(number(sum)).toBeCloseTo(expected, 4);
        expect(number(average)).toBeCloseTo(expected / values.length, 1);
      }
    },
  );

  it('says of each in a list what it says of it alone, to the byte', async () => {
    const text = async (path: string): Promise<string> =>
      (
        await fetch(`${api.url}/api/records/specimen${path}`, {
          headers: { authorization: `Bearer ${api.admin.token}` },
        })
      ).text();
    const list = await text(`?${new URLSearchParams({ filter: drawn, limit: '100' }).toString()}`);
    const alone: string[] = [];
    for (const { id } of JSON.parse(list).data) alone.push((await text(`/${id}`)).slice('{"data":'.length, -1));
    expect(alone).toHaveLength(DRAWN);
    expect(list).toBe(`{"data":[${alone.join()}],"page":{"next":null}}`);
  });

  it('a file of them, brought in again, changes nothing', async () => {
    const kept = samples
      .map(([type]) => type)
      .filter((type) => !TEXT_LOSES.has(type))
      .map((type) => `f_${type}`);
    const address = new URLSearchParams({ filter: drawn, fields: ['title', ...kept].join() });
    const answer = await fetch(`${api.url}/api/records/specimen/export?${address.toString()}`, {
      headers: { authorization: `Bearer ${api.admin.token}` },
    });
    const body = Buffer.from(await answer.arrayBuffer());
    let { data } = await api.admin.ok('POST', '/api/imports', {
      query: { object: 'specimen', file_name: 'drawn.csv' },
      body,
    });
    const mapping = data.mapping.map(({ column }: Loose, at: number) => ({ column, field: ['title', ...kept][at] }));
    await api.admin.ok('PATCH', `/api/imports/${data.id}`, { body: { mapping, key_field: 'title' } });
    ({ data } = await api.admin.ok('POST', `/api/imports/${data.id}/check`));
    while (data.state === 'checking') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ({ data } = await api.admin.ok('GET', `/api/imports/${data.id}`));
    }
    expect({ problems: data.problems, counts: data.counts }).toEqual({
      problems: [],
      counts: { create: 0, update: 0, unchanged: DRAWN, error: 0 },
    });
  });

  it('are seen as they were before they were emptied', async () => {
    const set = Object.fromEntries(samples.map(([type]) => [`f_${type}`, null]));
    const { done } = await api.admin.ok('POST', '/api/records/specimen/update-by-filter', {
      body: { filter: drawn, set },
    });
    expect(done).toBe(DRAWN);
    const now = await all();
    expect(now.every((each) => samples.every(([type]) => !has(type)(each)))).toBe(true);
    const body = { as_of: before, filter: drawn, sort: 'title', limit: 100 };
    const { data: past } = await api.admin.ok('POST', '/api/records/specimen/query', { body });
    expect(past).toEqual(records);
  });
});
