import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Fields that are unique together, and only where a condition holds. */

let api: TestApi;
const label = (text: string) => ({ en: text, zh: text });
const option = (value: string) => ({ value, label: label(value) });
const plan = () => api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });

const put = (kind: string, key: string, body: Loose) =>
  api.admin.call('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, {
    body: { kind, label: label(key), ...body },
    undescribed: true,
  });
const seat = (unique?: Loose) =>
  put('object', 'seat', { name: 'seat', label_plural: label('Seats'), name_field: 'name', ...(unique && { unique }) });
const create = (body: Loose, name = 'x') =>
  api.admin.call('POST', '/api/records/seat', { body: { name, ...body }, undescribed: true });
const publish = async (message: string) => {
  await api.admin.ok('POST', '/api/studio/publish', { body: { message } });
  api.admin.forget();
};

/** Indexes are made after the release is live, beside the traffic. */
const indexed = (count: number) =>
  expect
    .poll(
      async () => {
        const { rows } = await api.database.query<{ count: string }>(
          `select count(*) as count from pg_index where indrelid = 'crm.seat'::regclass and indisvalid and indexrelid::regclass::text like '%uq_%'`,
        );
        return Number(rows[0]?.count);
      },
      { timeout: 30_000 },
    )
    .toBe(count);

const RULES = [
  { name: 'place', fields: ['flight', 'row', 'letter'] },
  {
    name: 'one_active',
    fields: ['passenger'],
    where: 'record.status in ["booked", "flown\'s"] && record.price >= 100',
  },
];

beforeAll(async () => {
  api = await testApi();
  await seat();
  const fields: Record<string, Loose> = {
    name: { type: 'text' },
    flight: { type: 'text' },
    row: { type: 'integer' },
    letter: { type: 'select', options: [option('A'), option('B')] },
    passenger: { type: 'text' },
    status: { type: 'select', options: [option('booked'), option("flown's"), option('cancelled')] },
    price: { type: 'currency' },
    doubled: { type: 'formula', result: 'integer', expression: 'record.row * 2' },
  };
  for (const [name, body] of Object.entries(fields))
    await put('field', `seat.${name}`, { object: 'seat', name, ...body });
  await put('role', 'clerk', {
    name: 'clerk',
    grants: { seat: { create: true, read: true, update: true, fields: { '*': 'edit', price: 'none' } } },
  });
  await publish('Seats');
});

it('is refused while there are records that have the same', async () => {
  const a = await create({ flight: 'MU1', row: 1, letter: 'A' }, 'one');
  const b = await create({ flight: 'MU1', row: 1, letter: 'A' }, 'two');
  await seat(RULES);
  expect((await plan()).problems).toMatchObject([{ key: 'seat', path: 'unique.0', code: 'duplicate_values' }]);
  expect((await api.admin.post('/api/studio/publish', { body: { message: 'x' } })).status).toBe(422);
  await api.admin.ok('DELETE', `/api/records/seat/${b.body.data.id}`);
  await publish('Unique seats');
  await indexed(2);
  expect((await create({ flight: 'MU1', row: 1, letter: 'A' })).status).toBe(409);
  const restored = await api.admin.post(`/api/records/seat/${b.body.data.id}/restore`);
  expect(restored.status).toBe(409);
  await api.admin.ok('DELETE', `/api/records/seat/${a.body.data.id}`);
});

describe('fields unique together', () => {
  it('may each be the same, but not all; a missing value equals no other', async () => {
    expect((await create({ flight: 'MU2', row: 1, letter: 'A' })).status).toBe(201);
    expect((await create({ flight: 'MU2', row: 1, letter: 'B' })).status).toBe(201);
    expect((await create({ flight: 'MU2', row: 2, letter: 'A' })).status).toBe(201);
    for (let times = 0; times < 2; times++) expect((await create({ flight: 'MU2', row: 1 })).status).toBe(201);
    const { status, body } = await create({ flight: 'MU2', row: 1, letter: 'A' });
    expect(status).toBe(409);
    expect(body.errors.map((error: Loose) => [error.path, error.code])).toEqual(
      RULES[0]!.fields.map((path) => [path, 'not_unique']),
    );
    expect(body.errors[0].message).toContain('seat.flight + seat.row + seat.letter');
  });

  it('in bulk: the row concerned is told, also when the other stands in the same bulk', async () => {
    const rows = [1, 2, 1, 3].map((row) => ({ name: 'x', flight: 'MU3', row, letter: 'A' }));
    const bulk = await api.admin.ok('POST', '/api/records/seat/bulk', { body: { create: rows, mode: 'partial' } });
    expect(new Set(bulk.errors.map((error: Loose) => error.index))).toEqual(new Set([2]));
    expect(bulk.created).toHaveLength(3);
    const again = await api.admin.call('POST', '/api/records/seat/bulk', {
      body: { create: rows.slice(0, 2), mode: 'all' },
    });
    expect(again.body.created ?? []).toEqual([]);
  });

  it('holds under concurrency', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ flight: 'MU4', row: 9, letter: 'B' })));
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 7 }, () => 409),
    ]);
  });
});

describe('as the key of an upsert', () => {
  const upsert = (key: string, rows: Loose[], client = api.admin) =>
    client.call('POST', '/api/records/seat/bulk', { body: { upsert: { key, rows } }, undescribed: true });
  const counts = ({ body }: Loose) => [body.created?.length, body.updated?.length, body.errors];

  it('fields together find the record that has all of them', async () => {
    const row = (letter: string, name: string) => ({ name, flight: 'MU7', row: 1, letter });
    expect(counts(await upsert('place', [row('A', 'one'), row('B', 'two')]))).toEqual([2, 0, []]);
    expect(counts(await upsert('place', [row('A', 'three'), { ...row('A', 'four'), row: 2 }]))).toEqual([1, 1, []]);
    const filter = 'flight == "MU7"';
    const { data } = await api.admin.ok('GET', '/api/records/seat', { query: { filter, sort: 'row,letter' } });
    expect(data.map((seat: Loose) => seat.name)).toEqual(['three', 'two', 'four']);
    const bad = await upsert('place', [row('A', 'x'), row('A', 'y'), { name: 'z', flight: 'MU7' }]);
    expect(bad.body.errors.map((error: Loose) => `${error.index} ${error.path} ${error.code}`)).toEqual([
      ...['flight', 'row', 'letter'].map((path) => `1 ${path} duplicate_in_batch`),
      '2 row required',
      '2 letter required',
    ]);
  });

  it('under a condition only records it holds for are found', async () => {
    const past = await create({ passenger: 'Xu', status: 'cancelled', price: '200' });
    const row = { name: 'now', passenger: 'Xu', status: 'booked', price: '300' };
    const made = await upsert('one_active', [row]);
    expect(counts(made)).toEqual([1, 0, []]);
    const again = await upsert('one_active', [{ ...row, price: { amount: '400', currency: 'CNY' } }]);
    expect(again.body.updated).toEqual(made.body.created);
    expect((await api.admin.ok('GET', `/api/records/seat/${past.body.data.id}`)).data.version).toBe(1);
  });

  it('is told what could be one, and never a rule over what the writer may not read', async () => {
    const { body } = await upsert('passenger', [{ name: 'x', passenger: 'Xu' }]);
    expect(body.errors[0]).toMatchObject({ path: 'upsert.key', code: 'not_a_key' });
    expect(body.errors[0].message).toContain('place, one_active');
    const client = await api.person('Clerk', ['clerk']);
    const row = { name: 'x', passenger: 'Xu', status: 'booked' };
    expect((await upsert('one_active', [row], client)).body.errors[0]).toMatchObject({ code: 'unknown_field' });
    expect(counts(await upsert('place', [{ name: 'y', flight: 'MU7', row: 1, letter: 'A' }], client))[1]).toBe(1);
  });
});

describe('a condition', () => {
  it('decides which records are compared, before and after a change', async () => {
    expect((await create({ passenger: 'Li', status: 'cancelled', price: '200' })).status).toBe(201);
    const first = await create({ passenger: 'Li', status: 'booked', price: '200' });
    expect(first.status).toBe(201);
    expect((await create({ passenger: 'Li', status: 'booked', price: '50' })).status).toBe(201);
    const { status, body } = await create({ passenger: 'Li', status: "flown's", price: '100' });
    expect({ status, path: body.errors[0].path }).toEqual({ status: 409, path: 'passenger' });
    const other = await create({ passenger: 'Li', status: 'cancelled', price: '300' });
    const path = `/api/records/seat/${other.body.data.id}`;
    const changed = await api.admin.call('PATCH', path, { body: { status: 'booked' } });
    expect({ status: changed.status, path: changed.body.errors?.[0]?.path }).toEqual({
      status: 409,
      path: 'passenger',
    });
    await api.admin.ok('PATCH', `/api/records/seat/${first.body.data.id}`, { body: { status: 'cancelled' } });
    expect((await api.admin.call('PATCH', path, { body: { status: 'booked' } })).status).toBe(200);
  });

  it('that no index can keep is refused', async () => {
    const bad: [Loose, string][] = [
      [{ name: 'a', fields: ['doubled'] }, 'unsuitable_field'],
      [{ name: 'a', fields: ['row'], where: 'record.owner.name == "x"' }, 'unsuitable_condition'],
      [{ name: 'a', fields: ['row'], where: 'record.owner == user.id' }, 'unsuitable_condition'],
      [{ name: 'a', fields: ['row'], where: 'record.created_at > now()' }, 'unsuitable_condition'],
      [{ name: 'a', fields: ['row'], where: 'record.created_at > date("2026-01-01")' }, 'unsuitable_condition'],
      [{ name: 'a', fields: ['row'], where: 'record.doubled > 1' }, 'unsuitable_condition'],
      [{ name: 'a', fields: ['row'], where: 'record.row' }, 'expression_type'],
      [{ name: 'a', fields: ['nothing'] }, 'dangling_reference'],
    ];
    for (const [rule, code] of bad) {
      await seat([...RULES, rule]);
      expect({ rule, codes: (await plan()).problems.map((problem: Loose) => problem.code) }).toEqual({
        rule,
        codes: [code],
      });
    }
    await seat(RULES);
  });
});

it('goes with its rule, and follows a renamed field', async () => {
  await api.admin.ok('POST', '/api/studio/layers/workspace/rename', {
    body: { kind: 'field', key: 'seat.letter', to: 'place' },
  });
  await publish('Another name');
  await indexed(2);
  const row = { flight: 'MU5', row: 1, place: 'A' };
  expect((await create(row)).status).toBe(201);
  expect((await create(row)).status).toBe(409);
  await seat([]);
  await publish('No rules');
  await indexed(0);
  expect((await create(row)).status).toBe(201);
});
