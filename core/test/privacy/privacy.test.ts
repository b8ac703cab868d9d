import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { momentBetween } from '../../testing/moment-between.ts';
import { upload } from '../files/file-client.ts';

/** A person is found, taken out, and made nobody: nowhere in the whole database is anything left by which one could tell. */

let api: TestApi;
let officer: ApiClient & { id: string };
const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-privacy-'));
const label = (text: string) => ({ en: text, zh: text });
const ids: Record<string, string> = {};
let moment = '';

/** Whatever tells of her; each stands somewhere. */
const HERS = [
  'Quirina',
  'Zwiebelhuber',
  'quirina@zwiebel.example',
  'former@zwiebel.example',
  '13911112222',
  '39111122',
  'Geheimweg',
  '1971-03-29',
  'allergic to walnuts',
  'Lebenslauf',
  'kept as a text',
];

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_DATA_DIR: folder } });
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  const fields: Record<string, Record<string, Loose>> = {
    member: {
      name: { type: 'person_name', required: true },
      mail: { type: 'email', unique: true },
      phone: { type: 'phone' },
      home: { type: 'address' },
      born: { type: 'date', sensitivity: 'personal' },
      cv: { type: 'file', sensitivity: 'personal' },
      remark: { type: 'text', sensitivity: 'personal' },
      work: { type: 'email', sensitivity: 'public' },
      points: { type: 'integer' },
      city_code: { type: 'text' },
      greeting: { type: 'formula', result: 'text', expression: '"Dear " + record.name' },
    },
    note: {
      text: { type: 'text', sensitivity: 'personal', required: true },
      worth: { type: 'integer' },
      member: { type: 'reference', to: 'member', on_delete: 'cascade' },
    },
    visit: { title: { type: 'text' }, member: { type: 'reference', to: 'member', on_delete: 'clear' } },
  };
  for (const [object, each] of Object.entries(fields)) {
    await put('object', object, {
      name: object,
      label: label(object),
      label_plural: label(object),
      name_field: Object.keys(each)[0],
    });
    for (const [name, body] of Object.entries(each))
      await put('field', `${object}.${name}`, { object, name, label: label(name), ...body });
  }
  // A workflow that finds out, keeps and waits with what it read of her.
  await put('workflow', 'reader', {
    name: 'reader',
    label: label('Reader'),
    format: 1,
    active: true,
    trigger: { type: 'record_updated', settings: { object: 'member' } },
    first: 'read',
    steps: [
      {
        id: 'read',
        type: 'compute',
        version: 1,
        settings: { value: 'old.mail + " → " + record.mail' },
        next: { done: 'tell' },
      },
      {
        id: 'tell',
        type: 'notify',
        version: 1,
        settings: { people: [{ kind: 'role', value: 'officer' }], text: 'Changed: {{ record.name }}' },
        next: { done: 'ask' },
      },
      {
        id: 'ask',
        type: 'task',
        version: 1,
        settings: {
          people: [{ kind: 'role', value: 'officer' }],
          title: 'Call {{ record.name }}',
          instructions: 'At {{ record.phone }}',
        },
        next: { done: 'pause' },
      },
      { id: 'pause', type: 'wait', version: 1, settings: { for: '30d' }, next: {} },
    ],
  });
  await put('role', 'officer', { name: 'officer', label: label('Officer'), grants: {}, rights: ['privacy'] });
  await put('role', 'everything', {
    name: 'everything',
    label: label('Everything'),
    grants: { '*': { read: true, create: true, update: true, delete: true, export: true } },
    rights: ['import'],
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Members' } });
  api.admin.forget();
  officer = await api.person('Officer', ['officer']);
  await fill(put);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Her life in the workspace: made, changed, noted of, visited, imported, and her field of another type than it was. */
async function fill(put: (kind: string, key: string, body: Loose) => Promise<unknown>): Promise<void> {
  const make = async (object: string, body: Loose, headers = {}): Promise<string> =>
    (await api.admin.ok('POST', `/api/records/${object}`, { body, headers, undescribed: true })).data.id as string;
  const { data: cv } = await upload(api.admin, 'Lebenslauf.txt', Buffer.from('I was born …\n'));
  const { data: before } = await upload(api.admin, 'Lebenslauf alt.txt', Buffer.from('I was not …\n'));
  ids['her'] = await make('member', {
    name: { family: 'Zwiebelhuber', given: 'Quirina' },
    mail: 'former@zwiebel.example',
    phone: '+8613911112222',
    home: { street: 'Geheimweg 7', city: 'Graz' },
    born: '1971-03-29',
    cv: before.id,
    remark: 'allergic to walnuts',
    points: 40,
    work: 'office@zwiebel-gmbh.example',
    city_code: 'GRZ',
  });
  ids['other'] = await make('member', {
    name: 'Otto Other',
    mail: 'otto@example.com',
    phone: '+8613900000000',
    points: 2,
  });
  const change = { mail: 'quirina@zwiebel.example', cv: cv.id };
  await api.admin.ok('PATCH', `/api/records/member/${ids['her']}`, { body: change, undescribed: true });
  await asked(1);
  // Mails that went and one that waits; of another, who has the same letters in his name, everything stays.
  await api.database.query(
    `insert into core.delivery (id, key, kind, payload, tries, state, next_try, settled_at) values
       (gen_random_uuid(), 'hers', 'test', '{"to": "quirina@zwiebel.example", "html": "<p>Dear Quirina Zwiebelhuber</p>"}', 1, 'delivered', now(), now()),
       (gen_random_uuid(), 'waits', 'test', '{"to": "quirina@zwiebel.example"}', 1, 'pending', now() + interval '1 day', null),
       (gen_random_uuid(), 'other', 'test', '{"to": "xquirina@zwiebel.examples"}', 1, 'delivered', now(), now())`,
  );
  await api.database.query(
    `insert into core.sent_mail (message_id, recipient, subject) values ('m1', 'quirina@zwiebel.example', 'Hello')`,
  );
  ids['note'] = await make('note', { text: 'Quirina Zwiebelhuber called', worth: 5, member: ids['her'] });
  ids['visit'] = await make('visit', { title: 'A visit', member: ids['her'] });
  await api.admin.call('POST', '/api/records/member/bulk', {
    body: { create: [{ name: 'Bad', born: 'quirina@zwiebel.example' }] },
    headers: { 'idempotency-key': 'quoted' },
    undescribed: true,
  });
  await bringIn(
    'name,mail,phone,points\nQuirina Zwiebelhuber,quirina@zwiebel.example,139 1111 2222,41\nAnna Third,anna@example.com,13922223333,7\n',
  );
  // A field that is of another type now, with a value that did not convert.
  await put('field', 'member.city_code', {
    object: 'member',
    name: 'city_code',
    label: label('city_code'),
    type: 'text',
    sensitivity: 'personal',
  });
  await api.admin.ok('PATCH', `/api/records/member/${ids['her']}`, { body: { city_code: 'kept as a text' } });
  await put('field', 'member.city_code', {
    object: 'member',
    name: 'city_code',
    label: label('city_code'),
    type: 'integer',
    sensitivity: 'personal',
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'A code is a number' } });
  api.admin.forget();
  // She was changed three times: by hand, by the import, and by hand again.
  await asked(3);
  moment = await momentBetween();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** So many tasks speak of her. */
const asked = (count: number): Promise<unknown> =>
  vi.waitUntil(
    async () => (await api.database.query(`select from core.task where title like '%Zwiebel%'`)).rowCount === count,
    { timeout: 20_000, interval: 50 },
  );

async function bringIn(text: string): Promise<void> {
  const { data } = await api.admin.ok('POST', '/api/imports', {
    query: { object: 'member', file_name: 'members.csv' },
    body: Buffer.from(text),
  });
  const at = `/api/imports/${data.id}`;
  await api.admin.ok('PATCH', at, { body: { key_field: 'mail' } });
  for (const step of ['check', 'run']) {
    await api.admin.ok('POST', `${at}/${step}`);
    const steady = async (): Promise<boolean> => /^(checked|done)$/.test((await api.admin.ok('GET', at)).data.state);
    for (let tries = 0; tries < 400 && !(await steady()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every text and every JSON of every table, whoever made it. */
async function placesOf(texts: readonly string[]): Promise<string[]> {
  const { rows: columns } = await api.database.query<{ place: string; sql: string }>(
    `select format('%s.%s.%s', n.nspname, c.relname, a.attname) as place,
       format('select count(*)::integer as n from %I.%I where exists (select from unnest($1::text[]) as t(x) where strpos(lower(%s), lower(t.x)) > 0)',
         n.nspname, c.relname, case when a.atttypid = 'bytea'::regtype then format('encode(%I, ''escape'')', a.attname) else format('%I::text', a.attname) end) as sql
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: string[] = [];
  for (const { place, sql } of columns) {
    const { rows } = await api.database.query<{ n: number }>(sql, [texts]);
    if (rows[0]!.n > 0) found.push(place);
  }
  return found;
}

/** What a write leaves on its way is carried on meanwhile, whoever looks. */
const ON_ITS_WAY = /^(core\.(outbox|search_lot|search_fresh|search_entry)|graphile_worker\.\w+)\./;

const lastingPlacesOf = async (texts: readonly string[]): Promise<string[]> =>
  (await placesOf(texts)).filter((place) => !ON_ITS_WAY.test(place));

const chosen = () => ({ records: [{ object: 'member', id: ids['her'] }] });

describe('somebody', () => {
  it.each([
    ['quirina@zwiebel.example', ['mail']],
    ['139 1111 2222', ['phone']],
    ['zwiebelhuber', ['name']],
    ['geheimweg', ['home']],
  ])('is found by %s', async (text, matched) => {
    const { data } = await officer.ok('POST', '/api/privacy/find', { body: { text } });
    const her = data.find((each: Loose) => each.id === ids['her']);
    expect(her).toEqual({ object: 'member', id: ids['her'], name: 'Quirina Zwiebelhuber', deleted: false, matched });
    expect(data.map((each: Loose) => each.id)).not.toContain(ids['other']);
  });

  it('is searched for literally, and only by whoever has the right', async () => {
    for (const text of ['%%', '__', '\\\\'])
      expect((await officer.ok('POST', '/api/privacy/find', { body: { text } })).data).toEqual([]);
    const all = await api.person('All', ['everything']);
    for (const route of ['find', 'export', 'preview', 'anonymise'])
      expect(await all.call('POST', `/api/privacy/${route}`, { body: {}, undescribed: true })).toMatchObject({
        status: 403,
        body: { code: 'forbidden_right' },
      });
  });

  it('gets everything that is kept of her', async () => {
    const { records } = await officer.ok('POST', '/api/privacy/export', { body: chosen() });
    expect(records.map((each: Loose) => each.object)).toEqual(['member', 'note']);
    const [her] = records;
    expect(her.record).toMatchObject({ mail: 'quirina@zwiebel.example', born: '1971-03-29', points: 41 });
    expect(JSON.stringify(her.history)).toContain('former@zwiebel.example');
    expect(her.referred_by).toMatchObject([{ object: 'visit', by: 'member', record: { title: 'A visit' } }]);
    expect(Buffer.from(her.files[0].base64, 'base64').toString()).toBe('I was born …\n');
  });
});

describe('anonymising', () => {
  let preview: Loose;

  it('says before what it will touch, and touches nothing then', async () => {
    const places = await lastingPlacesOf(HERS);
    preview = (await officer.ok('POST', '/api/privacy/preview', { body: chosen() })).data;
    expect(preview.records).toEqual([
      { object: 'member', count: 1 },
      { object: 'note', count: 1 },
    ]);
    expect(preview.fields).toContainEqual({ object: 'member', field: 'mail', count: 1 });
    expect(preview).toMatchObject({ files: 2, import_rows: 1, answers: 1, kept_values: 1, messages: 9 });
    expect(await lastingPlacesOf(HERS)).toEqual(places);
    expect(places.length).toBeGreaterThan(8);
  });

  it('leaves nothing of her anywhere, and does what was said', async () => {
    const { data } = await officer.ok('POST', '/api/privacy/anonymise', { body: chosen() });
    expect(data).toEqual(preview);
    const { rows } = await api.database.query<{ key: string; to: string }>(
      `delete from core.delivery where key in ('hers', 'waits', 'other') returning key, payload ->> 'to' as to`,
    );
    expect(Object.fromEntries(rows.map(({ key, to }) => [key, to]))).toEqual({
      hers: 'Anonymised',
      waits: 'Anonymised',
      other: 'xquirina@zwiebel.examples',
    });
    const tasks = await api.database.query(`select distinct title, instructions from core.task`);
    expect(tasks.rows).toEqual([{ title: 'Anonymised', instructions: 'Anonymised' }]);
    expect(await placesOf(HERS)).toEqual([]);
    const store = path.join(folder, 'files', 'store');
    await expect
      .poll(
        () =>
          existsSync(store) &&
          readdirSync(store, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length,
      )
      .toBe(0);
  });

  it('keeps what tells of nobody, so that totals stay', async () => {
    const { data } = await api.admin.ok('GET', `/api/records/member/${ids['her']}`);
    expect(data).toMatchObject({
      mail: null,
      phone: null,
      home: null,
      born: null,
      cv: null,
      remark: null,
      points: 41,
      work: 'office@zwiebel-gmbh.example',
    });
    expect(data.name.given ?? data.name.family).toBe('Anonymised');
    const sum = await api.admin.ok('POST', '/api/records/note/query', {
      body: { aggregates: { worth: 'sum(worth)' } },
    });
    expect(sum.data).toEqual([{ worth: 5 }]);
    const other = await api.admin.ok('GET', `/api/records/member/${ids['other']}`);
    expect(other.data).toMatchObject({ mail: 'otto@example.com', points: 2 });
    const { data: visit } = await api.admin.ok('GET', `/api/records/visit/${ids['visit']}`);
    expect(visit.member).toBe(ids['her']);
  });

  it('is not undone by looking at the past, by the history, or by a repeated request', async () => {
    const past = await api.admin.call('GET', `/api/records/member/${ids['her']}`, { query: { as_of: moment } });
    const listed = await api.admin.call('GET', '/api/records/member', { query: { as_of: moment } });
    const history = await api.admin.call('GET', `/api/records/member/${ids['her']}/history`);
    const found = await api.admin.call('GET', '/api/search', { query: { q: 'Zwiebelhuber' } });
    for (const answer of [past, listed, history, found]) {
      expect(answer.status).toBe(200);
      for (const text of HERS.slice(0, 9)) expect(JSON.stringify(answer.body)).not.toContain(text);
    }
    expect(past.body.data).toMatchObject({ mail: null, points: 41 });
    expect(found.body.data).toEqual([]);
    const last = history.body.data[0];
    expect(last).toMatchObject({ action: 'update', cause: { kind: 'privacy' }, by: { name: 'Officer' } });
    expect(last.changes).toContainEqual({ field: 'mail', from: null, to: null });
  });

  it('is noted with who, when and which fields, and without a value', async () => {
    const { data } = await officer.ok('GET', '/api/privacy/requests');
    expect(data.map((entry: Loose) => entry.action)).toEqual(['person_anonymised', 'person_exported']);
    expect(data[0]).toMatchObject({
      actor: { name: 'Officer' },
      subject: { kind: 'member', id: ids['her'], name: 'member' },
    });
    expect(data[0].detail.fields).toContainEqual({ object: 'member', field: 'mail', count: 1 });
    expect((await officer.call('GET', '/api/audit')).status).toBe(403);
  });

  it('done again finds nothing left, and of what is not there says so', async () => {
    const { data } = await officer.ok('POST', '/api/privacy/anonymise', { body: chosen() });
    expect(data).toMatchObject({ records: [], fields: [], history: 0, files: 0, import_rows: 0 });
    const nobody = { records: [{ object: 'member', id: '01890000-0000-7000-8000-000000000000' }] };
    expect(await officer.call('POST', '/api/privacy/anonymise', { body: nobody })).toMatchObject({ status: 404 });
    const user = { records: [{ object: 'user', id: officer.id }] };
    expect((await officer.call('POST', '/api/privacy/anonymise', { body: user })).status).toBe(404);
  });

  it('reaches what lies in the recycle bin, and several at once', async () => {
    const made: string[] = [];
    for (const name of ['Klara Kiesel', 'Kuno Kiesel']) {
      const { data } = await api.admin.ok('POST', '/api/records/member', {
        body: { name, mail: `${name.slice(0, 4).toLowerCase()}@kiesel.example` },
        undescribed: true,
      });
      made.push(data.id);
    }
    await api.admin.ok('DELETE', `/api/records/member/${made[0]}`);
    const found = await officer.ok('POST', '/api/privacy/find', { body: { text: 'kiesel' } });
    expect(found.data.map((each: Loose) => each.deleted)).toEqual([false, true]);
    const records = made.map((id) => ({ object: 'member', id }));
    const { data } = await officer.ok('POST', '/api/privacy/anonymise', { body: { records } });
    expect(data.records).toEqual([{ object: 'member', count: 2 }]);
    expect(await placesOf(['kiesel'])).toEqual([]);
  });
});
