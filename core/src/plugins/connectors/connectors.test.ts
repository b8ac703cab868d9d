import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  defineRole,
  label,
  type Capability,
  type ConnectorDeclaration,
  type JsonObject,
  type JsonValue,
  type PluginManifest,
} from '@stratacrm/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { pluginWorkspace, testPlugin, type PluginWorkspace } from '../../../testing/test-plugins.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { queryRecords } from '../../records/query-records.ts';
import { updateRecord } from '../../records/update-record.ts';
import { enqueuePull, enqueuePush } from './connector-link.ts';
import { insertRun } from './connector-runs.ts';
import { beginGathering, keepSetup, readSetup, untouched, type ConnectorSetup } from './connector-setup.ts';
import { enqueueGather } from './gather.ts';
import { countWaiting, takeUpAgain } from './waiting-changes.ts';

const text = label('x', 'x');
const ID = 'org.example.shop';

let workspace: PluginWorkspace;
let ann: AccessContext;
let server: Server;
let base: string;
/** What the shop has, in the order it was changed. */
let shop: JsonObject[] = [];
/** Numbers of what it has no longer. */
let gone: JsonValue[] = [];
/** What it was told, call by call. */
let told: JsonObject[][] = [];
/** How it answers next, beside what it was asked. */
let broken = 0;
/** Called before a page is answered. */
let meanwhile: () => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  workspace = await pluginWorkspace([
    ...SALES_DOCUMENTS,
    defineRole({
      name: 'plain',
      label: text,
      grants: {
        account: {
          create: true,
          read: true,
          update: 'record.name != "Locked"',
          delete: 'record.name != "Kept"',
          fields: { '*': 'edit' },
        },
      },
    }),
  ]);
  ann = await workspace.person(['plain']);
  await workspace.database.query('insert into core.user_role (user_id, role) values ($1, $2)', [
    ann.actor.userId,
    'plain',
  ]);
  server = createServer((request, response) => {
    void (async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      await meanwhile();
      if (broken-- > 0) {
        response.writeHead(503).end('{}');
        return;
      }
      const { searchParams } = new URL(request.url ?? '', 'http://shop.example');
      if (request.method === 'POST') told.push(JSON.parse(Buffer.concat(pieces).toString()) as JsonObject[]);
      const from = Number(searchParams.get('from') ?? 0);
      const rows = shop.slice(from, from + 2);
      const deleted = from + rows.length < shop.length ? [] : gone;
      response.end(JSON.stringify({ rows, deleted, last: shop.length }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await install();
});

afterAll(() => server.close());

afterEach(async () => {
  shop = [];
  gone = [];
  told = [];
  broken = 0;
  meanwhile = () => Promise.resolve();
  await workspace.database.query('delete from core.connector');
  await workspace.database.query('delete from core.connector_run');
  await workspace.database.query('delete from core.connector_change');
});

const may = (verbs: ('read' | 'create' | 'update' | 'delete')[]): Capability => {
  return { kind: 'records', object: 'account', verbs, fields: '*', reason: text };
};

const DECLARED: ConnectorDeclaration = {
  name: 'customers',
  label: text,
  object: 'account',
  key: 'number',
  outside: [
    { name: 'number', label: text, to: 'code' },
    { name: 'title', label: text, to: 'name' },
    { name: 'staff', label: text, to: 'employees' },
    { name: 'group', label: text, to: 'parent.code' },
  ],
  pull: { schedule: '*/15 * * * *', deletes: true },
  push: {},
};

async function install(limits: PluginManifest['limits'] = {}): Promise<void> {
  const at = new URL(base).host;
  const capabilities: Capability[] = [
    may(['read', 'create', 'update', 'delete']),
    { kind: 'network', hosts: [at], reason: text },
    { kind: 'schedule', reason: text },
  ];
  await workspace.install(
    testPlugin(
      ID,
      { capabilities, connectors: [DECLARED], limits },
      {
        'connector/customers': `async ({ cursor, changes }, host) => {
          if (changes) {
            const { status } = await host.fetch('${base}/', { method: 'POST', body: changes });
            if (status !== 200) throw new Error('the shop answers ' + status);
            if (changes.some(({ row }) => row && row.title === 'Poison')) throw new Error('it broke');
            return changes.map(({ key, id, row }) =>
              row && row.title === 'Nobody' ? { error: { en: 'Not to be sold to', zh: '不可销售' } }
              : key === null ? { key: 'S-' + row.title } : null);
          }
          const from = cursor ?? 0;
          const { status, body } = await host.fetch('${base}/?from=' + from, { as: 'json' });
          if (status !== 200) throw new Error('the shop answers ' + status);
          return { rows: body.rows, deleted: body.deleted, cursor: from + body.rows.length, more: from + body.rows.length < body.last };
        }`,
      },
    ),
  );
}

function setUp(facts: Partial<ConnectorSetup>): Promise<void> {
  return keepSetup(workspace.database, { ...untouched(ID, 'customers'), ...facts }, null);
}

async function pull(actor: string | null = null): Promise<JsonObject> {
  const run = { plugin: ID, connector: 'customers', direction: 'pull', actor } as const;
  const id = await insertRun(workspace.database, run);
  if (id === null) throw new Error('one is at work');
  await enqueuePull(workspace.database, { ...run, id });
  await workspace.settled();
  return lastRun();
}

async function lastRun(): Promise<JsonObject> {
  const { rows } = await workspace.database.query<JsonObject>(
    'select * from core.connector_run order by id desc limit 1',
  );
  return rows[0]!;
}

async function accounts(filter: string, fields: string[]): Promise<JsonObject[]> {
  const { data } = await queryRecords(workspace.system, 'account', { filter, fields, sort: 'code' });
  return data as JsonObject[];
}

const OF = { plugin: ID, connector: 'customers' };

async function tellNow(): Promise<void> {
  await enqueuePush(workspace.database, OF.plugin, OF.connector, { now: true });
  await workspace.settled();
}

const cursor = async (): Promise<JsonValue> => (await readSetup(workspace.database, ID, 'customers')).cursor;
/** Does not wait for the next try. */
async function goOn({ id, plugin, connector }: JsonObject): Promise<JsonObject> {
  await enqueuePull(workspace.database, { id: String(id), plugin: String(plugin), connector: String(connector) });
  await workspace.settled();
  return lastRun();
}

describe('a connector that reads', () => {
  it('makes and changes records page by page, and begins the next time where it ended', async () => {
    shop = [
      { number: 'A-1', title: 'Adler', staff: 4 },
      { number: 'A-2', title: 'Bär' },
      { number: 'A-3', title: 'Dachs', group: 'A-1' },
    ];
    expect(await pull()).toMatchObject({ status: 'done', read: 3, created: 3, updated: 0, failed: 0 });
    expect(await accounts('code.startsWith("A-")', ['code', 'name', 'employees', 'parent.code'])).toMatchObject([
      { code: 'A-1', name: 'Adler', employees: 4, parent: null },
      { code: 'A-2', name: 'Bär' },
      { code: 'A-3', name: 'Dachs', parent: { code: 'A-1' } },
    ]);
    expect(await cursor()).toBe(3);
    shop.push({ number: 'A-1', title: 'Adler & Co' }, { number: 'A-2', title: 'Bär' });
    expect(await pull()).toMatchObject({ status: 'done', read: 2, created: 0, updated: 1, unchanged: 1 });
    // What a row does not have is left as it was.
    expect(await accounts('code == "A-1"', ['name', 'employees'])).toMatchObject([
      { name: 'Adler & Co', employees: 4 },
    ]);
  });

  it('keeps what is wrong with a row, with its field, and takes the others', async () => {
    shop = [
      { number: 'B-1', title: 'Good' },
      { number: 'B-2', title: 'Many', staff: 'a few' },
      { number: 'B-3', title: 'Lost', group: 'nowhere' },
      { title: 'Nameless' },
    ];
    const run = await pull();
    expect(run).toMatchObject({ status: 'done', read: 4, created: 1, failed: 3 });
    expect(run['errors']).toMatchObject([
      { key: 'B-2', field: 'employees', code: 'invalid_format' },
      { key: 'B-3', field: 'parent', code: 'linked_record_missing' },
      { key: null, field: 'code', code: 'required' },
    ]);
  });

  it('does for a person no more than he may, and by itself what the plugin was granted', async () => {
    await createRecord(workspace.system, 'account', { name: 'Locked', code: 'C-1' });
    shop = [{ number: 'C-1', title: 'Opened' }];
    expect(await pull(ann.actor.userId)).toMatchObject({
      updated: 0,
      failed: 1,
      errors: [{ code: 'forbidden_row' }],
    });
    await workspace.database.query('update core.connector set cursor = null');
    expect(await pull()).toMatchObject({ updated: 1, failed: 0 });
  });

  it('tries a page again from the same place when it fails, and loses none', async () => {
    shop = [1, 2, 3].map((n) => ({ number: `D-${n}`, title: `Try ${n}` }));
    broken = 2;
    const first = await pull();
    expect(first).toMatchObject({ status: 'waiting', attempt: 1, read: 0, error: { code: 'plugin_failed' } });
    expect(await goOn(first)).toMatchObject({ status: 'waiting', attempt: 2 });
    expect(await goOn(first)).toMatchObject({ status: 'done', attempt: 0, read: 3, created: 3, error: null });
  });

  it('writes nothing of a page once it is stopped, and the next run reads it', async () => {
    shop = [{ number: 'E-1', title: 'Late' }];
    meanwhile = async () => {
      await workspace.database.query(`update core.connector_run set status = 'stopped', ended_at = now()`);
      meanwhile = () => Promise.resolve();
    };
    expect(await pull()).toMatchObject({ status: 'stopped', read: 0 });
    expect(await accounts('code == "E-1"', ['code'])).toEqual([]);
    expect(await cursor()).toBe(null);
    expect(await pull()).toMatchObject({ status: 'done', created: 1 });
  });

  it('says what is missing where its mapping leads nowhere, and does not try again', async () => {
    await setUp({ mapping: { title: ['9f0c2a3e-0000-4000-8000-000000000000'] } });
    shop = [{ number: 'F-1', title: 'Where' }];
    expect(await pull()).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'connector_not_set_up' } });
  });

  it('deletes what is gone outside where that is switched on, and else keeps it', async () => {
    shop = ['J-1', 'J-2', 'J-3'].map((number) => ({ number, title: number }));
    await pull();
    gone = ['J-1', 'J-9', null];
    await workspace.database.query('update core.connector set cursor = null');
    expect(await pull()).toMatchObject({ status: 'done', read: 6, deleted: 0, unchanged: 5, kept: 1 });
    await setUp({ deletes: true, push: true });
    await workspace.database.query('update core.connector set cursor = null');
    shop = [];
    expect(await pull()).toMatchObject({ status: 'done', read: 3, deleted: 1, unchanged: 2, failed: 0 });
    expect(await accounts('code.startsWith("J-")', ['code'])).toMatchObject([{ code: 'J-2' }, { code: 'J-3' }]);
    // Whoever said so is not told of it.
    expect(told).toEqual([]);
    await setUp({ deletes: true });
    // What a record here still has to say outside comes first.
    const [held] = await accounts('code == "J-2"', ['id']);
    await workspace.database.query(
      `insert into core.connector_change (plugin, connector, record, action, set_aside) values ($1, 'customers', $2, 'update', true)`,
      [ID, held!['id']],
    );
    gone = ['J-2', 'J-2', 'J-3'];
    const [locked] = await accounts('code == "J-3"', ['id']);
    await updateRecord(workspace.system, 'account', String(locked!['id']), { name: 'Kept' });
    const run = await pull(ann.actor.userId);
    expect(run).toMatchObject({ read: 3, kept: 2, failed: 1, deleted: 0 });
    expect(run['errors']).toMatchObject([{ key: 'J-3', record: locked!['id'], code: 'forbidden_row' }]);
  });

  it('waits for the next minute when all records of one are used, and that is no failure', async () => {
    await install({ minute: { rows: 3 } });
    shop = [1, 2, 3, 4, 5, 6].map((n) => ({ number: `K-${n}`, title: `Many ${n}` }));
    const run = await pull();
    expect(run).toMatchObject({ status: 'waiting', attempt: 0, error: { code: 'plugin_quota_spent' } });
    expect(Number(run['read'])).toBeLessThanOrEqual(4);
    expect(run['again_at']).not.toBeNull();
    await install();
    expect(await goOn(run)).toMatchObject({ status: 'done', read: 6, created: 6 });
  });

  it('follows what the workspace set up instead of its author', async () => {
    const { fields } = workspace.catalog.object('account');
    await setUp({ mapping: { title: [fields['secret']!.id], staff: null, group: [fields['name']!.id] } });
    shop = [{ number: 'G-1', title: 'Told', staff: 'a few', group: 'Named' }];
    expect(await pull()).toMatchObject({ status: 'done', created: 1 });
    expect(await accounts('code == "G-1"', ['name', 'secret', 'employees'])).toMatchObject([
      { name: 'Named', secret: 'Told', employees: null },
    ]);
  });
});

describe('a connector that tells', () => {
  it('tells each record once as it is now, and keeps what it is known by outside', async () => {
    await setUp({ push: true });
    await workspace.settled();
    const { data } = await createRecord(ann, 'account', { name: 'Fuchs' });
    await workspace.settled();
    expect(told).toMatchObject([[{ event: 'create', key: null, row: { title: 'Fuchs', number: null } }]]);
    expect(await accounts('name == "Fuchs"', ['code'])).toMatchObject([{ code: 'S-Fuchs' }]);
    await updateRecord(ann, 'account', data['id'], { employees: 7 });
    await updateRecord(ann, 'account', data['id'], { website: 'https://fuchs.example' });
    await deleteRecord(ann, 'account', data['id']);
    await workspace.settled();
    const events = told.slice(1).flat();
    // Nothing outside stands for its website, and its own key was not told back.
    expect(events.at(-1)).toMatchObject({ event: 'delete', key: 'S-Fuchs', row: null });
    expect(events.filter(({ event }) => event === 'update').length).toBeLessThanOrEqual(1);
    const { rows } = await workspace.database.query('select from core.connector_change');
    expect(rows).toEqual([]);
  });

  it('does not tell back what it has read', async () => {
    await setUp({ push: true });
    shop = [{ number: 'H-1', title: 'Igel' }];
    await pull();
    expect(told).toEqual([]);
    const [igel] = await accounts('code == "H-1"', ['id']);
    await updateRecord(ann, 'account', String(igel!['id']), { name: 'Igel & Söhne' });
    await workspace.settled();
    expect(told).toMatchObject([[{ event: 'update', key: 'H-1', row: { title: 'Igel & Söhne' } }]]);
  });

  it('waits while nobody answers, leaves what waits alone when it reads, and tells the last of it', async () => {
    await setUp({ push: true });
    shop = [{ number: 'I-1', title: 'Jaguar' }];
    await pull();
    const [{ id } = {}] = await accounts('code == "I-1"', ['id']);
    broken = 1;
    await updateRecord(ann, 'account', String(id), { name: 'Ours' });
    await workspace.settled();
    expect(await lastRun()).toMatchObject({ direction: 'push', status: 'waiting', error: { code: 'plugin_failed' } });
    shop.push({ number: 'I-1', title: 'Theirs' });
    expect(await pull()).toMatchObject({ direction: 'pull', read: 1, updated: 0, kept: 1 });
    await updateRecord(ann, 'account', String(id), { name: 'Ours at last' });
    await workspace.settled();
    await enqueuePush(workspace.database, ID, 'customers', { now: true });
    await workspace.settled();
    expect(told).toMatchObject([[{ event: 'update', key: 'I-1', row: { title: 'Ours at last' } }]]);
  });

  it('keeps why a record cannot be told', async () => {
    await setUp({ push: true });
    await createRecord(ann, 'account', { name: 'Nobody' });
    await workspace.settled();
    expect(await lastRun()).toMatchObject({
      status: 'done',
      read: 1,
      failed: 1,
      errors: [{ code: 'plugin_refused', params: { message: { en: 'Not to be sold to' } } }],
    });
  });

  it('sets aside what its code keeps breaking on, tells the others, and tries it again when somebody asks or it changes', async () => {
    await setUp({ push: true });
    const { data } = await createRecord(ann, 'account', { name: 'Poison' });
    await workspace.settled();
    expect(await lastRun()).toMatchObject({ status: 'waiting', attempt: 1, error: { code: 'plugin_failed' } });
    await workspace.database.query('update core.connector_change set tries = 11');
    await workspace.database.query('update core.connector_run set attempt = 5');
    await createRecord(ann, 'account', { name: 'Marder' });
    await workspace.settled();
    await tellNow();
    const counted = async () => (await countWaiting(workspace.database, ID)).get('customers');
    expect(await counted()).toEqual({ waiting: 2, set_aside: 1 });
    expect(await lastRun()).toMatchObject({ failed: 1, errors: [{ record: data['id'], code: 'plugin_failed' }] });
    await tellNow();
    expect(told.at(-1)).toMatchObject([{ row: { title: 'Marder' } }]);
    expect(await counted()).toEqual({ waiting: 1, set_aside: 1 });
    expect(await lastRun()).toMatchObject({ status: 'done' });
    await takeUpAgain(workspace.database, OF);
    await tellNow();
    expect(await counted()).toEqual({ waiting: 1, set_aside: 0 });
    await updateRecord(ann, 'account', data['id'], { name: 'Healthy' });
    await workspace.settled();
    await tellNow();
    expect(told.at(-1)).toMatchObject([{ event: 'create', row: { title: 'Healthy' } }]);
    expect(await counted()).toBeUndefined();
  });

  it('does not tell what came of too many calls in a row, and says so', async () => {
    await setUp({ push: true });
    const { data } = await createRecord(ann, 'account', { name: 'Nerz', code: 'L-1' });
    await workspace.settled();
    told = [];
    const run = { plugin: 'org.example.other', connector: 'mirror', direction: 'pull', actor: null, depth: 3 } as const;
    const id = await insertRun(workspace.database, run);
    const within = Object.defineProperty({ ...ann, cause: { kind: 'plugin', id: id! } as const }, 'now', {
      get: () => new Date(),
    });
    await updateRecord(within, 'account', data['id'], { name: 'Nerz once more' });
    await workspace.settled();
    expect(told).toEqual([]);
    expect(await lastRun()).toMatchObject({ direction: 'push', status: 'failed', error: { code: 'plugin_too_deep' } });
  });

  it('tells every record there is, once', async () => {
    const before = await createRecord(ann, 'account', { name: 'Otter' });
    await workspace.settled();
    await setUp({ push: true });
    const { count } = await queryRecords(workspace.system, 'account', { fields: ['name'], count: 'exact', limit: 1 });
    await beginGathering(workspace.database, OF);
    await enqueueGather(workspace.database, OF);
    await workspace.settled();
    const events = told.flat();
    expect(events).toHaveLength(count!);
    expect(new Set(events.map(({ id }) => id)).size).toBe(count);
    expect(events.find(({ id }) => id === before.data['id'])).toMatchObject({ event: 'create', key: null });
    expect(events.filter(({ event, key }) => (event === 'create') !== (key === null))).toEqual([]);
    expect((await readSetup(workspace.database, ID, 'customers')).gathering).toBeNull();
  });

  it('notes what changes while its plugin is switched off', async () => {
    await setUp({ push: true });
    const [plugin] = [...workspace.runtime.plugins.current.byId.values()];
    await workspace.install({ ...plugin!, enabled: false });
    await createRecord(ann, 'account', { name: 'Luchs' });
    await workspace.settled();
    expect(told).toEqual([]);
    await install();
    await expect.poll(() => told.length).toBe(1);
    await workspace.settled();
    expect(told).toMatchObject([[{ event: 'create', row: { title: 'Luchs' } }]]);
  });
});
