import { defineObject, defineRole, field, label, option, type DocumentDraft, type RecordQuery } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../testing/refusal.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import { momentBetween } from '../../testing/moment-between.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { getRecord } from './get-record.ts';
import { groupRecords } from './group-records.ts';
import { queryRecords } from './query-records.ts';
import { updateRecord } from './update-record.ts';

const text = (en: string) => label(en, en);
const all = { create: true, read: true, update: true, delete: true, export: true };

const DOCUMENTS: readonly DocumentDraft[] = [
  ...defineObject('company', {
    label: text('Company'),
    plural: text('Companies'),
    fields: {
      name: field.text(text('Name'), { required: true }),
      parent: { type: 'reference', label: text('Parent'), to: 'company', on_delete: 'clear', hierarchy: true },
      open_orders: {
        type: 'formula',
        label: text('Open orders'),
        expression: 'related("order.company").filter(o, o.status == "open").size()',
        result: 'integer',
      },
    },
  }),
  ...defineObject('order', {
    label: text('Order'),
    plural: text('Orders'),
    fields: {
      name: field.text(text('Name'), { required: true }),
      company: { type: 'reference', label: text('Company'), to: 'company', on_delete: 'restrict' },
      suppliers: { type: 'multi_reference', label: text('Suppliers'), to: 'company', on_delete: 'clear' },
      lines: { type: 'children', label: text('Lines'), children: 'line', via: 'order' },
      status: field.select(text('Status'), [option('open', text('Open')), option('closed', text('Closed'))], {
        default: 'open',
      }),
      large: {
        type: 'formula',
        label: text('Large lines'),
        expression: 'record.lines.filter(l, l.quantity > 10).size()',
        result: 'integer',
      },
    },
    rules: {
      whole: {
        type: 'validation',
        label: text('Whole'),
        when: 'record.status == "closed"',
        assert: 'record.lines.exists(l, l.quantity > 0) && record.lines.all(l, l.product.name != "banned")',
        message: text('Nothing to close'),
        mode: 'enforce',
      },
    },
  }),
  ...defineObject('line', {
    label: text('Line'),
    plural: text('Lines'),
    fields: {
      name: field.text(text('Name')),
      order: { type: 'reference', label: text('Order'), to: 'order', on_delete: 'cascade', required: true },
      quantity: field.integer(text('Quantity')),
      product: { type: 'reference', label: text('Product'), to: 'product', on_delete: 'restrict' },
      cost: field.integer(text('Cost')),
      margin: {
        type: 'formula',
        label: text('Margin'),
        expression: 'record.quantity - record.cost',
        result: 'integer',
      },
    },
  }),
  ...defineObject('product', {
    label: text('Product'),
    plural: text('Products'),
    fields: { name: field.text(text('Name')) },
  }),
  defineRole({ name: 'everything', label: text('Everything'), grants: { '*': all } }),
  defineRole({
    name: 'clerk',
    label: text('Clerk'),
    grants: {
      order: { ...all },
      company: { ...all, read: 'record.name != "Hidden"' },
      line: { ...all, read: 'record.owner == user.id', fields: { '*': 'edit', cost: 'none' } },
    },
  }),
  // Sees the companies that have an order with a large line, and the lines of his own orders.
  defineRole({
    name: 'auditor',
    label: text('Auditor'),
    grants: {
      company: { ...all, read: 'record.related("order.company").exists(o, o.lines.exists(l, l.quantity > 10))' },
      order: { ...all, read: 'record.owner == user.id' },
    },
  }),
];

let workspace: RecordWorkspace;
let admin: AccessContext;
let clerk: AccessContext;
let auditor: AccessContext;
const ids: Record<string, string> = {};

async function make(object: string, name: string, values: Record<string, unknown> = {}, ctx = admin): Promise<string> {
  const { data } = await createRecord(ctx, object, { name, ...values } as never);
  return (ids[name] = data['id'] as string);
}

beforeAll(async () => {
  workspace = await recordWorkspace(DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
  clerk = await workspace.person(['clerk'], { name: 'Clerk' });
  auditor = await workspace.person(['auditor'], { name: 'Auditor' });
  await make('company', 'Group');
  await make('company', 'Hidden', { parent: ids['Group'] });
  await make('company', 'North', { parent: ids['Group'] });
  await make('company', 'Lab', { parent: ids['North'] });
  await make('company', 'Deep', { parent: ids['Hidden'] });
  await make('product', 'pen');
  await make('product', 'banned');
  await make('order', 'A', { company: ids['North'], suppliers: [ids['Lab'], ids['Hidden']] });
  await make('order', 'B', { company: ids['Deep'], suppliers: [ids['Hidden']] });
  await make('order', 'C', { company: ids['Lab'] });
  await make('order', 'D');
  await make('line', 'a1', { order: ids['A'], quantity: 5, cost: 1, product: ids['pen'] });
  await make('line', 'a2', { order: ids['A'], quantity: 20, cost: 30, product: ids['pen'], owner: clerk.actor.userId });
  await make('line', 'b1', { order: ids['B'], quantity: 50, product: ids['banned'] });
  await make('line', 'c1', { order: ids['C'], quantity: null, owner: clerk.actor.userId });
});

async function found(ctx: AccessContext, object: string, query: RecordQuery): Promise<string[]> {
  const page = await queryRecords(ctx, object, { limit: 200, sort: 'name', ...query });
  return page.data.map((record) => String(record['name']));
}

describe('in a filter', () => {
  test.each<[string, string[]]>([
    ['lines.exists(l, l.quantity > 10)', ['A', 'B']],
    ['!lines.exists(l, l.quantity > 10)', ['D']],
    // Of C nobody knows.
    ['lines.exists(l, l.quantity > 10) == false', ['D']],
    ['lines.all(l, l.quantity > 10)', ['B', 'D']],
    ['!lines.all(l, l.quantity > 10)', ['A']],
    ['lines.exists_one(l, l.quantity > 10)', ['A', 'B']],
    ['lines.filter(l, l.quantity > 1).size() == 2', ['A']],
    ['size(lines) == 0', ['D']],
    ['lines == null', ['D']],
    ['has(lines) && lines.size() < 2', ['B', 'C']],
    ['lines.exists(l, l.product.name == name || l.product.name == "pen")', ['A']],
    ['lines.exists(l, l.margin < 0)', ['A']],
    ['large >= 1', ['A', 'B']],
    ['suppliers.exists(s, s.name == "Lab")', ['A']],
    ['suppliers.all(s, s.name == "Hidden")', ['B', 'C', 'D']],
    ['suppliers == null', ['C', 'D']],
    ['company.related("order.company").size() == 1', ['A', 'B', 'C']],
    ['company.related("order.suppliers").exists(o, o.name == "A")', ['C']],
    ['lines.exists(l, l.product.related("line.product").exists(x, x.name == "a1"))', ['A']],
  ])('%s', async (filter, names) => {
    expect(await found(admin, 'order', { filter })).toEqual(names);
  });

  test('a record among others, by its id', async () => {
    expect(await found(admin, 'order', { filter: `"${ids['Lab']}" in suppliers` })).toEqual(['A']);
    expect(await found(admin, 'order', { filter: `"${ids['b1']}" in lines` })).toEqual(['B']);
  });

  test('what points to a record, without any list set up', async () => {
    const filter = 'related("order.company").exists(o, o.status == "open" && o.lines.exists(l, l.quantity > 10))';
    expect(await found(admin, 'company', { filter })).toEqual(['Deep', 'North']);
    expect(await found(admin, 'company', { filter: 'related("order.company") == null' })).toEqual(['Group', 'Hidden']);
  });

  test('a formula that counts is sorted, grouped and aggregated by', async () => {
    expect(await found(admin, 'order', { sort: '-large,name' })).toEqual(['A', 'B', 'C', 'D']);
    const groups = await groupRecords(admin, 'order', {
      group_by: ['large'],
      aggregates: { n: 'count()' },
      having: 'n > 1 && large >= 0',
    });
    expect(groups.data).toEqual([
      { large: 0, n: 2 },
      { large: 1, n: 2 },
    ]);
    const total = await groupRecords(admin, 'company', {
      aggregates: { open: 'sum(open_orders)', most: 'max(open_orders)' },
    });
    expect(total.data).toEqual([{ open: 3, most: 1 }]);
  });

  test('as of a past moment the list is as it was then', async () => {
    const id = await make('order', 'E');
    const line = await make('line', 'e1', { order: id, quantity: 99 });
    const before = await momentBetween();
    await updateRecord(admin, 'line', line, { quantity: 1 } as never);
    const filter = 'lines.exists(l, l.quantity == 99)';
    expect(await found(admin, 'order', { filter })).toEqual([]);
    expect(await found(admin, 'order', { filter, as_of: before })).toEqual(['E']);
    await deleteRecord(admin, 'order', id);
    expect(await found(admin, 'line', { filter: 'name == "e1"' })).toEqual([]);
  });
});

describe('a reader is told of no child he may not see', () => {
  test('rows: hidden children are in no list', async () => {
    expect(await found(clerk, 'order', { filter: 'lines.exists(l, l.quantity > 10)' })).toEqual(['A']);
    expect(await found(clerk, 'order', { filter: 'size(lines) == 1' })).toEqual(['A', 'C']);
    expect(await found(clerk, 'order', { filter: 'lines == null' })).toEqual(['B', 'D']);
    expect(await found(clerk, 'order', { filter: `"${ids['b1']}" in lines` })).toEqual([]);
    expect(await found(clerk, 'order', { filter: 'suppliers.exists(s, s.name == "Hidden")' })).toEqual([]);
    expect(await found(clerk, 'order', { filter: 'suppliers.filter(s, true).size() == 1' })).toEqual(['A']);
  });

  test('rows: neither by a formula over them, its order or its groups', async () => {
    expect(await found(clerk, 'order', { filter: 'large == 1' })).toEqual(['A']);
    const groups = await groupRecords(clerk, 'order', { group_by: ['large'], aggregates: { n: 'count()' } });
    expect(groups.data).toEqual([
      { large: 0, n: 3 },
      { large: 1, n: 1 },
    ]);
    const { data } = await getRecord(clerk, 'order', ids['B']!);
    expect(data['large']).toBe(0);
    const { data: written } = await updateRecord(clerk, 'order', ids['B']!, { name: 'B' } as never);
    expect(written['large']).toBe(0);
    const { data: renamed } = await updateRecord(clerk, 'order', ids['B']!, { name: 'B2' } as never);
    expect(renamed['large']).toBe(0);
    await updateRecord(clerk, 'order', ids['B']!, { name: 'B' } as never);
  });

  test('fields and objects: the same answer as for what does not exist', async () => {
    const code = async (object: string, filter: string): Promise<string> =>
      (await refusal(queryRecords(clerk, object, { filter }))).code;
    expect(await code('order', 'lines.exists(l, l.cost > 1)')).toBe('expression_unknown_name');
    expect(await code('order', 'lines.exists(l, l.margin > 1)')).toBe('expression_unknown_name');
    expect(await code('order', 'lines.exists(l, l.product.name == "pen")')).toBe('expression_unknown_name');
    const blind = await workspace.person(['auditor']);
    expect((await refusal(queryRecords(blind, 'order', { filter: 'lines.size() > 0' }))).code).toBe(
      'expression_unknown_name',
    );
    expect((await refusal(queryRecords(blind, 'order', { filter: 'related("line.order").size() > 0' }))).code).toBe(
      'expression_unknown_name',
    );
    expect((await refusal(queryRecords(blind, 'order', { filter: 'large > 0' }))).code).toBe('expression_unknown_name');
  });

  test('hierarchies end at a record he may not see', async () => {
    const under = (id: string) => `company.is_under("${ids[id]}")`;
    expect(await found(admin, 'order', { filter: under('Group') })).toEqual(['A', 'B', 'C']);
    expect(await found(clerk, 'order', { filter: under('Group') })).toEqual(['A', 'C']);
    expect(await found(admin, 'order', { filter: under('Hidden') })).toEqual(['B']);
    expect(await found(clerk, 'order', { filter: under('Hidden') })).toEqual([]);
    expect(await found(clerk, 'company', { filter: `id.is_under("${ids['North']}")` })).toEqual(['Lab', 'North']);
    expect(await found(clerk, 'company', { filter: `parent.is_under("${ids['North']}")` })).toEqual(['Lab']);
  });

  test('groups are asked for hierarchies and lists of what they are by, as records are', async () => {
    const groups = async (ctx: AccessContext, having: string): Promise<unknown[]> => {
      const query = { group_by: ['company', 'company.name'], aggregates: { n: 'count()' }, having };
      return (await groupRecords(ctx, 'order', query)).data.map((group) => group['company.name']);
    };
    const beneath = await groups(admin, `company.is_under("${ids['Group']}") && n > 0`);
    expect(new Set(beneath)).toEqual(new Set(['Deep', 'Lab', 'North']));
    expect(await groups(admin, `company.is_under("${ids['Hidden']}")`)).toEqual(['Deep']);
    expect(await groups(clerk, `company.is_under("${ids['Hidden']}")`)).toEqual([]);
    expect(await groups(admin, 'company.name in ["North", "x"]')).toEqual(['North']);
    expect(await groups(admin, `["${ids['North']}"].exists(x, company == x)`)).toEqual(['North']);
    const refused = async (having: string) => (await refusal(groups(clerk, having))).issues[0];
    expect(await refused('company.parent != null')).toMatchObject({ path: 'having', code: 'unknown_property' });
    expect(await refused('status == "open"')).toMatchObject({ path: 'having', code: 'expression_unknown_name' });
  });

  test('a row rule may itself ask for lists', async () => {
    expect(await found(auditor, 'company', {})).toEqual(['Deep', 'North']);
    expect((await queryRecords(auditor, 'company', { count: 'exact' })).count).toBe(2);
  });
});

describe('in rules, on the way to the database', () => {
  test('children are loaded for the whole batch', async () => {
    const refused = await refusal(updateRecord(admin, 'order', ids['B']!, { status: 'closed' } as never));
    expect(refused.issues[0]).toMatchObject({ code: 'rule_violation' });
    const closed = await updateRecord(admin, 'order', ids['A']!, { status: 'closed' } as never);
    expect(closed.data['status']).toBe('closed');
    const result = await bulkRecords(admin, 'order', {
      mode: 'partial',
      update: ['A', 'B', 'C', 'D'].map((name) => ({ id: ids[name]!, status: 'closed' })) as never,
    });
    expect(result.errors.map((error) => error.index)).toEqual([1, 2, 3]);
    await updateRecord(admin, 'order', ids['A']!, { status: 'open' } as never);
  });

  test('lines that are written with their order count as they will be, with what they point to', async () => {
    const write = (lines: unknown, id?: string) => {
      const input = { name: 'nested', status: 'closed', lines } as never;
      return id === undefined ? createRecord(admin, 'order', input) : updateRecord(admin, 'order', id, input);
    };
    const error = await refusal(write([{ quantity: 1, product: ids['banned'] }]));
    expect(error.issues).toMatchObject([{ code: 'rule_violation' }]);
    expect((await refusal(write([]))).issues).toMatchObject([{ code: 'rule_violation' }]);
    const { data } = await write([{ quantity: 1, product: ids['pen'] }, { quantity: 12 }].slice(0, 1));
    const id = data['id'] as string;
    const [line] = (await queryRecords(admin, 'line', { filter: `order == "${id}"` })).data;
    // The line that makes the order whole is taken away, or becomes a banned one.
    const away = await refusal(write({ delete: [line!['id']] }, id));
    expect(away.issues).toMatchObject([{ code: 'rule_violation' }]);
    const banned = await refusal(write({ update: [{ id: line!['id'], product: ids['banned'] }] }, id));
    expect(banned.issues).toMatchObject([{ code: 'rule_violation' }]);
    await write({ create: [{ quantity: 30, product: ids['pen'] }] }, id);
    expect((await getRecord(admin, 'order', id)).data['large']).toBe(1);
    await deleteRecord(admin, 'order', id);
  });

  test('a row rule over lists is asked of the record as it is to be', async () => {
    const { data } = await createRecord(auditor, 'order', { name: 'mine', company: ids['North'] } as never);
    expect(data['name']).toBe('mine');
    // A new company has no orders yet, so it would be out of his sight at once; an unseen record is only told by its id.
    const unseen = await createRecord(auditor, 'company', { name: 'none' } as never);
    expect(Object.keys(unseen.data)).toEqual(['id']);
    await deleteRecord(admin, 'company', unseen.data['id'] as string);
    await deleteRecord(admin, 'order', data['id'] as string);
  });
});

test('a formula that counts children is in the answer of a write and of a read alike', async () => {
  const { data } = await updateRecord(admin, 'order', ids['A']!, { name: 'A!' } as never);
  expect(data['large']).toBe(1);
  expect((await getRecord(admin, 'order', ids['A']!)).data['large']).toBe(1);
  await updateRecord(admin, 'order', ids['A']!, { name: 'A' } as never);
});

describe('a hierarchy is no circle', () => {
  const move = (id: string, parent: string, ctx = admin) => updateRecord(ctx, 'company', id, { parent } as never);

  test('neither by one write nor by several of one batch', async () => {
    const [top, middle, leaf] = [
      await make('company', 'top'),
      await make('company', 'middle'),
      await make('company', 'leaf'),
    ] as const;
    await move(middle, top);
    await move(leaf, middle);
    for (const [id, parent] of [
      [top, leaf],
      [top, top],
      [middle, leaf],
    ] as const) {
      const error = await refusal(move(id, parent));
      expect(error.issues).toMatchObject([{ path: 'parent', code: 'hierarchy_circle' }]);
    }
    const [left, right] = [await make('company', 'left'), await make('company', 'right')] as const;
    const result = await bulkRecords(admin, 'company', {
      mode: 'partial',
      update: [
        { id: left, parent: right },
        { id: right, parent: left },
        { id: leaf, parent: top },
      ] as never,
    });
    expect(result.errors.map((error) => error.index)).toEqual([0, 1]);
    // Swapping the two in one batch is no circle: middle goes beneath leaf, leaf beneath top.
    await bulkRecords(admin, 'company', {
      update: [
        { id: middle, parent: leaf },
        { id: leaf, parent: top },
      ] as never,
    });
    expect(await found(admin, 'company', { filter: `parent.is_under("${leaf}")` })).toEqual(['middle']);
  });

  test('nor by people who move records at the same time', async () => {
    for (let round = 0; round < 8; round++) {
      const made = await Promise.all([0, 1, 2, 3].map((each) => make('company', `ring ${round} ${each}`)));
      const moves = made.map((id, index) => move(id, made[(index + 1) % made.length]!));
      const answers = await Promise.allSettled(moves);
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      for (const { reason } of refused) expect(reason.issues).toMatchObject([{ code: 'hierarchy_circle' }]);
      const names = await found(admin, 'company', {
        filter: `name.startsWith("ring ${round}") && !is_under(parent, id)`,
      });
      expect(names.length + refused.length).toBeGreaterThanOrEqual(made.length);
    }
  });

  test('nor deeper than can be walked up by every question', async () => {
    let last = await make('company', 'deep 0');
    const chain = Array.from({ length: 99 }, (_, index) => ({ id: undefined, name: `deep ${index + 1}` }));
    for (const { name } of chain) last = await make('company', name, { parent: last });
    const error = await refusal(make('company', 'too deep', { parent: last }));
    expect(error.issues).toMatchObject([{ path: 'parent', code: 'hierarchy_too_deep' }]);
    expect((await found(admin, 'company', { filter: `id.is_under("${ids['deep 0']}")` })).length).toBe(100);
  });
});
