import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { momentBetween } from '../../testing/moment-between.ts';

/** Owned lists: the lines of an order, written, read, deleted and restored with it. */

let api: TestApi;
let clerk: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });

beforeAll(async () => {
  api = await testApi();
  const object = (name: string) =>
    put('object', name, { name, label: label(name), label_plural: label(name), name_field: 'title' });
  const field = (key: string, body: Loose) => {
    const [of, name] = key.split('.');
    return put('field', key, { object: of, name, label: label(name!), ...body });
  };
  await object('order');
  await object('line');
  await object('slot');
  await object('note');
  await field('order.title', { type: 'text', required: true });
  await field('order.status', { type: 'text', default: 'open' });
  await field('order.lines', { type: 'children', children: 'line', via: 'order', order_by: 'place' });
  await field('line.title', { type: 'text' });
  await field('line.order', { type: 'reference', to: 'order', required: true, on_delete: 'cascade' });
  await field('line.place', { type: 'integer' });
  await field('line.quantity', { type: 'decimal', scale: 2, min: 0 });
  await field('line.code', { type: 'text', unique: true });
  await field('line.number', { type: 'auto_number', format: 'L-{0000}' });
  await field('line.secret', { type: 'text' });
  await field('line.of_order', { type: 'formula', result: 'text', expression: 'record.order.status + "!"' });
  await field('line.slots', { type: 'children', children: 'slot', via: 'line' });
  await field('order.notes', { type: 'children', children: 'note', via: 'order', read_only_after_create: true });
  await field('note.title', { type: 'text' });
  await field('note.order', { type: 'reference', to: 'order', required: true, on_delete: 'cascade' });
  await field('slot.title', { type: 'text' });
  await field('slot.line', { type: 'reference', to: 'line', required: true, on_delete: 'cascade' });
  const rule = (name: string, of: string, assert: string, fields: string[]) =>
    put('rule', name, {
      name,
      label: label(name),
      object: of,
      type: 'validation',
      assert,
      fields,
      message: label(name),
      mode: 'enforce',
    });
  await rule('few_goods', 'order', 'size(record.lines) <= 3', ['lines']);
  await rule('no_lines_when_closed', 'line', 'record.order.status != "closed" || record.quantity == 0', ['quantity']);
  await put('role', 'clerk', {
    name: 'clerk',
    label: label('Clerk'),
    grants: {
      order: { create: true, read: true, update: true, delete: true },
      line: {
        create: true,
        read: 'record.owner == user.id',
        update: 'record.quantity < 100',
        delete: false,
        fields: { '*': 'edit', secret: 'none' },
      },
    },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Orders' } });
  api.admin.forget();
  clerk = await api.person('clerk', ['clerk']);
});

// The API takes more than it describes: a decimal may come as a number.
const create = (body: Loose, by: ApiClient = api.admin) =>
  by.ok('POST', '/api/records/order', { body, undescribed: true });
const patch = (id: string, body: Loose, by: ApiClient = api.admin) =>
  by.call('PATCH', `/api/records/order/${id}`, { body, undescribed: true });

async function lines(id: string, fields = 'lines.quantity', by: ApiClient = api.admin): Promise<Loose[]> {
  return (await by.ok('GET', `/api/records/order/${id}`, { query: { fields } })).data.lines;
}

const errorsOf = (answer: Loose) => answer.body.errors.map((error: Loose) => [error.path, error.code]);

describe('written with their record', () => {
  it('are made together with it, through the same stages', async () => {
    const { data } = await create({
      title: 'a',
      lines: [
        { title: 'x', quantity: 2 },
        { title: 'y', quantity: '1.5' },
      ],
    });
    expect(data.lines).toHaveLength(2);
    const made = await lines(
      data.id,
      'lines.title,lines.quantity,lines.order,lines.number,lines.of_order,lines.version',
    );
    expect(made).toEqual([
      {
        id: data.lines[0],
        title: 'x',
        quantity: '2.00',
        order: data.id,
        number: 'L-0001',
        of_order: 'open!',
        version: 1,
      },
      {
        id: data.lines[1],
        title: 'y',
        quantity: '1.50',
        order: data.id,
        number: 'L-0002',
        of_order: 'open!',
        version: 1,
      },
    ]);
    const { data: history } = await api.admin.ok('GET', `/api/records/line/${data.lines[0]}/history`);
    expect(history).toHaveLength(1);
  });

  it('are added, changed and deleted; what is not named stays', async () => {
    const { data } = await create({ title: 'b', lines: { create: [{ title: 'x' }, { title: 'y' }, { title: 'z' }] } });
    const [x, y, z] = data.lines;
    const both = await patch(data.id, { lines: [{ id: x, quantity: 5 }] });
    expect(both.status).toBe(200);
    expect(await lines(data.id)).toEqual([
      { id: x, quantity: '5.00' },
      { id: y, quantity: null },
      { id: z, quantity: null },
    ]);
    const each = await patch(data.id, {
      lines: { create: [{ title: 'w', place: 1 }], update: [{ id: z, place: 2 }], delete: [y] },
    });
    expect(each.status).toBe(200);
    expect((await lines(data.id, 'lines.title')).map((line) => line.title)).toEqual(['w', 'z', 'x']);
    expect(await lines(data.id, 'lines')).toEqual([each.body.data.lines[0], z, x]);
    expect((await api.admin.get(`/api/records/line/${y}`)).status).toBe(404);
  });

  it('say where they are wrong, and then nothing is written', async () => {
    const { data } = await create({ title: 'c', lines: [{ title: 'x' }] });
    const count = async () => (await api.admin.ok('GET', '/api/records/line', { query: { count: 'exact' } })).count;
    const before = await count();
    const wrong = await patch(data.id, {
      title: 'changed',
      lines: [{ title: 'fine' }, { id: data.lines[0], quantity: 'many' }, { quantity: -1, nothing: 1 }],
    });
    expect(wrong.status).toBe(422);
    expect(errorsOf(wrong)).toEqual([
      ['lines[1].quantity', 'invalid_format'],
      ['lines[2].quantity', 'out_of_range'],
      ['lines[2].nothing', 'unknown_field'],
    ]);
    const form = await patch(data.id, { lines: { update: [{ title: 'x' }, 3], delete: ['x'] } });
    expect(errorsOf(form)).toEqual([
      ['lines.update[0].id', 'wrong_type'],
      ['lines.update[1]', 'wrong_type'],
      ['lines.delete[0]', 'wrong_type'],
    ]);
    for (const bad of [null, 'x', { add: [] }, Array.from({ length: 201 }, () => ({}))])
      expect((await patch(data.id, { lines: bad })).status).toBe(422);
    expect(await count()).toBe(before);
    expect((await api.admin.ok('GET', `/api/records/order/${data.id}`)).data.title).toBe('c');
  });

  it('are asked about as they are to be, by rules on both sides', async () => {
    const { data } = await create({ title: 'd', lines: [{}, {}, {}] });
    expect(errorsOf(await patch(data.id, { lines: [{}] }))).toEqual([['lines', 'rule_violation']]);
    expect((await patch(data.id, { lines: { create: [{}], delete: [data.lines[0]] } })).status).toBe(200);
    const closed = await api.admin.call('POST', '/api/records/order', {
      body: { title: 'e', status: 'closed', lines: [{ quantity: 0 }, { quantity: 3 }] },
      undescribed: true,
    });
    expect(errorsOf(closed)).toEqual([['lines[1].quantity', 'rule_violation']]);
    expect((await create({ title: 'f', status: 'closed', lines: [{ quantity: 0 }] })).data.lines).toHaveLength(1);
  });

  it('may not take a value that is taken, nor the record of another', async () => {
    const { data } = await create({ title: 'g', lines: [{ code: 'A' }] });
    const other = (await create({ title: 'h', lines: [{ code: 'B' }] })).data;
    const taken = await patch(data.id, { title: 'not', lines: [{ code: 'new' }, { code: 'B' }] });
    expect(errorsOf(taken)).toEqual([['lines[1].code', 'not_unique']]);
    expect((await api.admin.ok('GET', `/api/records/order/${data.id}`)).data.title).toBe('g');
    expect(errorsOf(await patch(data.id, { lines: [{ id: other.lines[0], title: 'mine' }] }))).toEqual([
      ['lines[0].id', 'record_not_found'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: { delete: [other.lines[0]] } }))).toEqual([
      ['lines.delete[0].id', 'record_not_found'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: [{ id: data.lines[0], order: other.id }] }))).toEqual([
      ['lines[0].order', 'read_only_field'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: [{ id: data.lines[0], version: 7, title: 'x' }] }))).toEqual([
      ['lines[0]', 'version_conflict'],
    ]);
  });

  it('may be fixed once their record is made', async () => {
    const { data } = await create({ title: 'q', notes: [{ title: 'x' }] });
    expect(data.notes).toHaveLength(1);
    expect(errorsOf(await patch(data.id, { notes: [{ title: 'y' }] }))).toEqual([['notes', 'fixed_after_create']]);
    expect((await patch(data.id, { notes: [] })).status).toBe(200);
  });

  it('may have lists of their own', async () => {
    const { data } = await create({ title: 'i', lines: [{ title: 'x', slots: [{ title: 's' }, { title: 't' }] }] });
    const [line] = await lines(data.id, 'lines.title,lines.slots.title');
    expect(line!.slots.map((slot: Loose) => slot.title)).toEqual(['s', 't']);
    const wrong = await patch(data.id, { lines: [{ id: line!.id, slots: [{ id: line!.slots[0].id, title: 7 }] }] });
    expect(errorsOf(wrong)).toEqual([['lines[0].slots[0].title', 'wrong_type']]);
  });

  it('go through bulk requests, all or each by itself', async () => {
    const rows = [
      { title: 'j', lines: [{ quantity: '1' }] },
      { title: 'k', lines: [{ quantity: '-1' }] },
    ];
    const bulk = (mode: string) => api.admin.ok('POST', '/api/records/order/bulk', { body: { create: rows, mode } });
    expect((await bulk('all')).created).toEqual([]);
    const partial = await bulk('partial');
    expect(partial.created).toHaveLength(1);
    expect(partial.errors).toEqual([expect.objectContaining({ list: 'create', index: 1, path: 'lines[0].quantity' })]);
    expect(await lines(partial.created[0])).toEqual([expect.objectContaining({ quantity: '1.00' })]);
  });
});

describe('deleted and restored', () => {
  it('go with their record and come back with it, the whole tree', async () => {
    const { data } = await create({ title: 'l', lines: [{ title: 'x', slots: [{ title: 's' }] }] });
    await api.admin.ok('DELETE', `/api/records/order/${data.id}`);
    expect((await api.admin.get(`/api/records/line/${data.lines[0]}`)).status).toBe(404);
    await api.admin.ok('POST', `/api/records/order/${data.id}/restore`);
    const [line] = await lines(data.id, 'lines.title,lines.slots.title');
    expect(line).toMatchObject({ title: 'x', slots: [{ title: 's' }] });
  });
});

describe('the past', () => {
  it('has the rows as they were, also those that are gone', async () => {
    const { data } = await create({ title: 'o', lines: [{ title: 'was', quantity: 1 }, { title: 'gone' }] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const as_of = await momentBetween();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await patch(data.id, {
      lines: { update: [{ id: data.lines[0], title: 'is' }], delete: [data.lines[1]], create: [{}] },
    });
    const past = await api.admin.ok('GET', `/api/records/order/${data.id}`, {
      query: { fields: 'lines.title', as_of },
    });
    expect(past.data.lines.map((line: Loose) => line.title)).toEqual(['was', 'gone']);
    expect((await lines(data.id, 'lines.title')).map((line) => line.title)).toEqual(['is', null]);
  });
});

describe('for whom not everything is to be seen', () => {
  it('show and change only what the rules of their own object allow', async () => {
    const { data } = await create({
      title: 'm',
      lines: [{ title: 'own', owner: clerk.id, secret: 's', quantity: 1 }, { title: 'foreign' }],
    });
    const [own, foreign] = data.lines;
    expect(await lines(data.id, 'lines', clerk)).toEqual([own]);
    expect(await lines(data.id, 'lines.title', clerk)).toEqual([{ id: own, title: 'own' }]);
    const hidden = await clerk.get(`/api/records/order/${data.id}`, { query: { fields: 'lines.secret' } });
    expect(hidden.body.code).toBe('unknown_field');
    expect(errorsOf(await patch(data.id, { lines: [{ id: foreign, title: 'x' }] }, clerk))).toEqual([
      ['lines[0]', 'record_not_found'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: [{ id: own, secret: 'x' }] }, clerk))).toEqual([
      ['lines[0].secret', 'unknown_field'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: [{ id: own, quantity: 100 }] }, clerk))).toEqual([
      ['lines[0]', 'forbidden_row'],
    ]);
    expect(errorsOf(await patch(data.id, { lines: { delete: [own] } }, clerk))).toEqual([
      ['lines.delete[0]', 'forbidden'],
    ]);
    const found = await clerk.ok('GET', '/api/records/order', {
      query: { filter: `size(lines) > 1 && id == "${data.id}"` },
    });
    expect(found.data).toEqual([]);
    const mine = await clerk.ok('POST', '/api/records/order', { body: { title: 'n', lines: [{ title: 'p' }] } });
    expect(await lines(mine.data.id, 'lines.title', clerk)).toEqual([{ id: mine.data.lines[0], title: 'p' }]);
  });
});

describe('the model', () => {
  it('refuses a list whose records would not belong to it', async () => {
    await put('field', 'order.slots', {
      object: 'order',
      name: 'slots',
      label: label('Slots'),
      type: 'children',
      children: 'slot',
      via: 'line',
      required: true,
    });
    const plan = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    const problems = plan.problems.filter((each: Loose) => each.key === 'order.slots');
    expect(problems.map((each: Loose) => [each.path, each.code])).toEqual([
      ['required', 'list_required'],
      ['via', 'children_via'],
    ]);
    expect(problems[1].message).toContain('it must point to order');
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/field/order.slots');
  });
});
