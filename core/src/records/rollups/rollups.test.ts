import { defineObject, defineRole, field, label, option, type DocumentDraft, type JsonValue } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { testCatalog } from '../../../testing/test-catalog.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../create-record.ts';
import { deleteRecord } from '../delete-record.ts';
import { getRecord } from '../get-record.ts';
import { groupRecords } from '../group-records.ts';
import { queryRecords } from '../query-records.ts';
import { recordHistory } from '../record-history.ts';
import { restoreRecord } from '../restore-record.ts';
import { updateRecord } from '../update-record.ts';
import { writeRecords } from '../write-records.ts';
import { hasKeepers } from './install-keepers.ts';

const text = (name: string) => label(name, name);
const reference = (to: string, on_delete = 'clear') =>
  ({ type: 'reference', label: text(to), to, on_delete }) as Parameters<typeof defineObject>[1]['fields'][string];

/** Customers have orders, orders have lines; what a line is worth is seen up to the customer. */
const DOCUMENTS: DocumentDraft[] = [
  ...defineObject('customer', {
    label: text('Customer'),
    plural: text('Customers'),
    fields: {
      name: field.text(text('Name')),
      orders: field.rollup(text('Orders'), 'order', 'customer', 'count'),
      paid: field.rollup(text('Paid'), 'order', 'customer', 'sum', { field: 'total', where: 'record.stage == "paid"' }),
      most: field.rollup(text('Most lines'), 'order', 'customer', 'max', { field: 'lines' }),
      paying: field.rollup(text('Pays'), 'order', 'payer', 'count'),
      rich: { type: 'formula', label: text('Rich'), expression: 'record.paid > 100', result: 'boolean' },
    },
  }),
  ...defineObject('order', {
    label: text('Order'),
    plural: text('Orders'),
    fields: {
      name: field.text(text('Name')),
      stage: field.select(text('Stage'), [option('open', text('Open')), option('paid', text('Paid'))]),
      customer: reference('customer'),
      payer: reference('customer'),
      lines: field.rollup(text('Lines'), 'line', 'order', 'count'),
      total: field.rollup(text('Total'), 'line', 'order', 'sum', { field: 'price' }),
      pieces: field.rollup(text('Pieces'), 'line', 'order', 'sum', { field: 'quantity' }),
      mean: field.rollup(text('Mean'), 'line', 'order', 'avg', { field: 'quantity' }),
      weight: field.rollup(text('Weight'), 'line', 'order', 'sum', { field: 'weight' }),
      first: field.rollup(text('First'), 'line', 'order', 'min', { field: 'due' }),
      last: field.rollup(text('Last'), 'line', 'order', 'max', { field: 'due' }),
      large: field.rollup(text('Large'), 'line', 'order', 'count', { where: 'record.quantity >= 10' }),
    },
  }),
  ...defineObject('line', {
    label: text('Line'),
    plural: text('Lines'),
    fields: {
      name: field.text(text('Name')),
      order: reference('order', 'cascade'),
      quantity: field.integer(text('Quantity')),
      weight: field.decimal(text('Weight'), { scale: 3 }),
      price: field.currency(text('Price')),
      due: field.date(text('Due')),
      note: field.text(text('Note')),
    },
  }),
  defineRole({
    name: 'everything',
    label: text('Everything'),
    grants: { '*': { create: true, read: true, update: true, delete: true, export: true } },
  }),
  defineRole({
    name: 'own_lines',
    label: text('Own lines'),
    grants: {
      customer: { read: true },
      order: { create: true, read: true, update: true },
      line: { create: true, read: 'record.owner == user.id', update: 'record.owner == user.id' },
    },
  }),
  defineRole({
    name: 'no_prices',
    label: text('No prices'),
    grants: { order: { read: true }, line: { read: true, fields: { '*': 'read', price: 'none' } } },
  }),
];

let workspace: RecordWorkspace;
let admin: AccessContext;
let clerk: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(DOCUMENTS);
  admin = await workspace.person(['everything']);
  clerk = await workspace.person(['own_lines']);
});

type Input = Record<string, JsonValue>;

const make = async (object: string, input: Input = {}, who = admin): Promise<string> =>
  (await createRecord(who, object, { name: object, ...input })).data.id;
const see = async (object: string, id: string, who = admin) => (await getRecord(who, object, id)).data;
const yuan = (amount: string) => ({ amount, currency: 'CNY' });

describe('what is stored', () => {
  test('a record without children counts none of them and sums up to nothing', async () => {
    const { data } = await createRecord(admin, 'order', { name: 'Empty' });
    const empty = { lines: 0, total: yuan('0.00'), pieces: 0, mean: null, weight: '0.000', first: null, large: 0 };
    expect(data).toMatchObject(empty);
    expect(await see('order', data.id)).toMatchObject(empty);
  });

  test('follows children as they are made, changed, moved, deleted and restored, and counts only those that it should', async () => {
    const [a, b] = [await make('order'), await make('order')];
    const lines = [
      await make('line', { order: a, quantity: 2, price: yuan('10.10'), weight: '1.5', due: '2026-03-01' }),
      await make('line', { order: a, quantity: 12, price: yuan('0.05'), weight: '0.125', due: '2026-02-01' }),
    ];
    const both = { lines: 2, total: yuan('10.15'), pieces: 14, mean: '7.00', weight: '1.625', large: 1 };
    expect(await see('order', a)).toMatchObject({ ...both, first: '2026-02-01', last: '2026-03-01' });
    await updateRecord(admin, 'line', lines[1]!, { quantity: 3 });
    expect(await see('order', a)).toMatchObject({ pieces: 5, mean: '2.50', large: 0 });
    await updateRecord(admin, 'line', lines[1]!, { order: b });
    expect(await see('order', a)).toMatchObject({ lines: 1, total: yuan('10.10'), last: '2026-03-01' });
    expect(await see('order', b)).toMatchObject({ lines: 1, total: yuan('0.05'), pieces: 3 });
    await deleteRecord(admin, 'line', lines[0]!);
    expect(await see('order', a)).toMatchObject({ lines: 0, total: yuan('0.00'), first: null });
    await restoreRecord(admin, 'line', lines[0]!);
    expect(await see('order', a)).toMatchObject({ lines: 1, total: yuan('10.10'), first: '2026-03-01' });
    await updateRecord(admin, 'line', lines[0]!, { order: null });
    expect(await see('order', a)).toMatchObject({ lines: 0 });
  });

  test('roll-ups of roll-ups, formulas over them, and two references to the same object', async () => {
    const [rich, poor] = [await make('customer'), await make('customer')];
    const order = await make('order', { customer: rich, payer: poor, stage: 'open' });
    await make('line', { order, price: yuan('120') });
    expect(await see('customer', rich)).toMatchObject({
      orders: 1,
      paying: 0,
      paid: yuan('0.00'),
      most: 1,
      rich: false,
    });
    await updateRecord(admin, 'order', order, { stage: 'paid' });
    expect(await see('customer', rich)).toMatchObject({ paid: yuan('120.00'), rich: true });
    await make('line', { order, price: yuan('5') });
    expect(await see('customer', rich)).toMatchObject({ paid: yuan('125.00'), most: 2 });
    expect(await see('customer', poor)).toMatchObject({ orders: 0, paying: 1 });
    await updateRecord(admin, 'order', order, { customer: poor });
    expect(await see('customer', rich)).toMatchObject({ orders: 0, paid: yuan('0.00'), most: null });
    expect(await see('customer', poor)).toMatchObject({ orders: 1, paid: yuan('125.00'), most: 2, rich: true });
  });

  test('what is deleted and restored with its parent', async () => {
    const customer = await make('customer');
    const order = await make('order', { customer, stage: 'paid' });
    for (const quantity of [1, 2, 3]) await make('line', { order, quantity, price: yuan('1') });
    await deleteRecord(admin, 'order', order);
    expect(await see('customer', customer)).toMatchObject({ orders: 0, paid: yuan('0.00') });
    const { data } = await restoreRecord(admin, 'order', order);
    expect(data).toMatchObject({ lines: 3, pieces: 6 });
    expect(await see('customer', customer)).toMatchObject({ orders: 1, paid: yuan('3.00'), most: 3 });
    await deleteRecord(admin, 'customer', customer);
    expect(await see('order', order)).toMatchObject({ customer: null });
    expect((await restoreRecord(admin, 'customer', customer)).data).toMatchObject({ orders: 1, paid: yuan('3.00') });
  });

  test('many at once, made and moved', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, () => make('order')));
    const inputs = Array.from({ length: 500 }, (_, n) => ({ name: `L${n}`, order: orders[n % 20]!, quantity: n }));
    const made = await writeRecords(
      admin,
      'line',
      inputs.map((input) => ({ action: 'create', input })),
      { mode: 'all' },
    );
    expect((await see('order', orders[3]!))['lines']).toBe(25);
    const moves = made.map(({ id }, n) => ({ action: 'update' as const, id: id!, input: { order: orders[n % 2]! } }));
    await writeRecords(admin, 'line', moves, { mode: 'all' });
    expect(await see('order', orders[0]!)).toMatchObject({ lines: 250, pieces: 250 * 249 });
    expect(await see('order', orders[3]!)).toMatchObject({ lines: 0, pieces: 0 });
  });

  test('neither the version nor the history of the parent tells of it, but those who look at it are told', async () => {
    const order = await make('order');
    await workspace.database.query('delete from core.outbox');
    await make('line', { order, quantity: 1 });
    expect(await see('order', order)).toMatchObject({ version: 1, lines: 1 });
    expect((await recordHistory(admin, 'order', order)).data).toHaveLength(1);
    const { rows } = await workspace.database.query('select object, action, record_id from core.outbox order by id');
    expect(rows).toContainEqual({ object: 'order', action: 'rollup', record_id: order });
    await updateRecord(admin, 'order', order, { name: 'Edited meanwhile' }, { version: 1 });
    expect(await see('order', order)).toMatchObject({ version: 2, lines: 1 });
  });

  test('what the roll-ups do not read makes no parent wait', async () => {
    const order = await make('order');
    const line = await make('line', { order, quantity: 1 });
    await workspace.database.transaction(async (transaction) => {
      await transaction.query('select from crm."order" where id = $1 for no key update', [order]);
      await updateRecord(admin, 'line', line, { note: 'Meanwhile' });
    });
  });

  test('nobody writes one himself', async () => {
    await expect(createRecord(admin, 'order', { lines: 5 })).rejects.toMatchObject({
      issues: [{ path: 'lines', code: 'read_only_field' }],
    });
  });
});

describe('many writers', () => {
  test('of the same parents, in all orders, lose nothing and never stand still', async () => {
    const orders = await Promise.all(Array.from({ length: 6 }, () => make('order')));
    const shuffled = (n: number): string[] => orders.map((_, index) => orders[(index * 5 + n) % orders.length]!);
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        writeRecords(
          admin,
          'line',
          shuffled(n).map((order) => ({ action: 'create', input: { name: 'x', order, quantity: 1 } })),
          { mode: 'all' },
        ),
      ),
    );
    for (const order of orders) expect(await see('order', order)).toMatchObject({ lines: 12, pieces: 12 });
  });

  test('who move, edit and delete children and parents against each other', async () => {
    const customer = await make('customer');
    const orders = await Promise.all(Array.from({ length: 4 }, () => make('order', { customer, stage: 'paid' })));
    const lines = await Promise.all(
      orders.flatMap((order) => [1, 2, 3].map((quantity) => make('line', { order, quantity, price: yuan('2') }))),
    );
    const work = Array.from({ length: 60 }, async (_, n) => {
      const line = lines[(n * 7) % lines.length]!;
      const order = orders[(n * 3) % orders.length]!;
      if (n % 5 === 0) await updateRecord(admin, 'order', order, { name: `Renamed ${n}` }).catch(gone);
      else if (n % 5 === 1) await updateRecord(admin, 'line', line, { quantity: n }).catch(gone);
      else if (n % 5 === 2) await updateRecord(admin, 'line', line, { order }).catch(gone);
      else if (n % 5 === 3)
        await deleteRecord(admin, 'order', order).then(() => restoreRecord(admin, 'order', order), gone);
      else await createRecord(admin, 'line', { name: 'more', order, quantity: 1, price: yuan('1') }).catch(gone);
    });
    await Promise.all(work.map((each) => each.catch(gone)));
    expect(await differences()).toEqual([]);
  });
});

/** A record that another has just deleted, or that has moved on more often than is tried again. */
function gone(error: { code?: string }): void {
  if (!['record_not_found', 'invalid_input', 'unknown_reference', 'write_conflict'].includes(error.code ?? ''))
    throw error;
}

/** Parents whose stored values are not what their children say, by a way of its own. */
async function differences(): Promise<unknown[]> {
  const { rows } = await workspace.database.query(
    `select o.id, o.lines, v.lines as should from crm."order" as o cross join lateral (
       select count(*) as lines, coalesce(sum(quantity), 0) as pieces, coalesce(sum(price__base), 0) as total
       from crm.line as l where l."order" = o.id and l.deleted_at is null) as v
     where (o.lines, o.pieces, o.total) is distinct from (v.lines, v.pieces, v.total)
     union all
     select c.id, c.orders, v.orders from crm.customer as c cross join lateral (
       select count(*) as orders, coalesce(sum(total__base) filter (where stage = 'paid'), 0) as paid
       from crm."order" as o where o.customer = c.id and o.deleted_at is null) as v
     where (c.orders, c.paid) is distinct from (v.orders, v.paid)`,
  );
  return rows;
}

describe('who may see what', () => {
  test('a reader of some children has the value over those, wherever it is used', async () => {
    const order = await make('order');
    await make('line', { order, quantity: 7, price: yuan('5') });
    await make('line', { order, quantity: 20, price: yuan('9') }, clerk);
    expect(await see('order', order, clerk)).toMatchObject({ lines: 1, pieces: 20, total: yuan('9.00'), large: 1 });
    expect(await see('order', order)).toMatchObject({ lines: 2, pieces: 27, total: yuan('14.00') });
    const found = async (filter: string) =>
      (await queryRecords(clerk, 'order', { filter: `id == "${order}" && ${filter}` })).data.length;
    expect(await found('pieces == 20')).toBe(1);
    expect(await found('pieces == 27')).toBe(0);
    const grouped = await groupRecords(clerk, 'order', {
      filter: `id == "${order}"`,
      group_by: ['lines'],
      aggregates: { all: 'sum(total)' },
      having: 'all > 1',
    });
    expect(grouped.data).toEqual([{ lines: 1, all: yuan('9.00') }]);
    const sorted = await queryRecords(clerk, 'order', { fields: ['pieces'], sort: '-pieces', limit: 1 });
    expect(sorted.data).toHaveLength(1);
  });

  test('so is one through a reference, one of roll-ups, and the answer to a write', async () => {
    const customer = await make('customer');
    const order = await make('order', { customer, stage: 'paid' });
    await make('line', { order, price: yuan('200') });
    const mine = await make('line', { order, price: yuan('3') }, clerk);
    expect(await see('customer', customer, clerk)).toMatchObject({
      paid: yuan('3.00'),
      most: 1,
      rich: false,
      orders: 1,
    });
    expect(await see('customer', customer)).toMatchObject({ paid: yuan('203.00'), most: 2, rich: true });
    const { data } = await updateRecord(clerk, 'order', order, { name: 'By the clerk' });
    expect(data).toMatchObject({ lines: 1, total: yuan('3.00') });
    const read = await queryRecords(clerk, 'line', { fields: ['order.total'], filter: `id == "${mine}"` });
    expect(read.data[0]).toMatchObject({ order: { total: yuan('3.00') } });
  });

  test('without the field that is rolled up there is no roll-up', async () => {
    const reader = await workspace.person(['no_prices']);
    const order = await make('order');
    const seen = await see('order', order, reader);
    expect(seen).toMatchObject({ lines: 0, pieces: 0 });
    expect(seen).not.toHaveProperty('total');
    await expect(queryRecords(reader, 'order', { sort: 'total' })).rejects.toMatchObject({ code: 'unknown_field' });
  });

  test('the past is made of the children as they were', async () => {
    const order = await make('order');
    const line = await make('line', { order, quantity: 4, price: yuan('8') });
    const between = new Date(Date.now() + 5).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await updateRecord(admin, 'line', line, { quantity: 9 });
    await make('line', { order, quantity: 1 });
    const now = await queryRecords(admin, 'order', { filter: `id == "${order}"` });
    expect(now.data[0]).toMatchObject({ lines: 2, pieces: 10 });
    const then = await queryRecords(admin, 'order', { filter: `id == "${order}" && pieces == 4`, as_of: between });
    expect(then.data[0]).toMatchObject({ lines: 1, pieces: 4, total: yuan('8.00') });
  });
});

test('an object on which no roll-up hangs costs nothing', async () => {
  const { rows } = await workspace.database.query(
    `select t.relname as table from pg_trigger g join pg_class t on t.oid = g.tgrelid
     where not g.tgisinternal and g.tgname like 'rf\\_%' group by 1 order by 1`,
  );
  expect(rows).toEqual([{ table: 'line' }, { table: 'order' }]);
});

test('a release that leaves roll-ups as they are has nothing to install, any other has', async () => {
  const { database, catalog } = workspace;
  expect(await hasKeepers(database, catalog)).toBe(true);
  expect(await hasKeepers(database, testCatalog([]))).toBe(false);
  const undone = new Error('undone');
  const other = (statement: string) =>
    database.transaction(async (tx) => {
      await tx.query(statement);
      expect(await hasKeepers(tx, catalog)).toBe(false);
      throw undone;
    });
  for (const statement of [
    'alter table crm.line disable trigger user',
    'delete from core.rollup where field_id = (select min(field_id::text)::uuid from core.rollup)',
    `create function crm.ru_more() returns int language sql as 'select 1'`,
  ])
    await expect(other(statement)).rejects.toBe(undone);
});
