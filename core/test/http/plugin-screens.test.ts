import {
  definePage,
  definePlugin,
  defineScreen,
  field,
  label,
  may,
  patchDocument,
  pluginFunction,
  type PluginDefinition,
} from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const text = label('Club', '俱乐部');
const { private: key, public: publicKey } = newPublisherKey();
const idle = () => {};
const SCRIPT = 'document.body.textContent = "<b>club</b>";';

const facts = { version: '1.0.0', engine: '>=0.1.0', label: text, description: text };

const club = definePlugin({
  ...facts,
  id: 'com.example.club',
  prefix: 'club',
  screens: [
    defineScreen('club__seats', {
      label: text,
      mount: 'record_panel',
      objects: ['account'],
      entry: 'screens/seats.ts',
    }),
    defineScreen('club__desk', {
      label: text,
      mount: 'page',
      entry: 'screens/desk.ts',
      roles: ['club__agent', 'club__guest'],
    }),
    defineScreen('club__pick', { label: text, mount: 'field_editor', types: ['text'], entry: 'screens/pick.ts' }),
  ],
  documents: [
    definePage('club__desk', {
      label: text,
      icon: 'plane',
      screen: 'club__desk',
      home_for: ['club__agent', 'club__guest'],
    }),
    { kind: 'role', name: 'club__agent', label: text, grants: { account: { read: true } } },
    {
      kind: 'role',
      name: 'club__guest',
      label: text,
      portal: true,
      grants: { contact: { read: 'record.id == user.record' } },
    },
    {
      kind: 'field',
      object: 'account',
      name: 'club__seat',
      ...field.text(text, { editor: 'club__pick' }),
    },
  ],
  patches: [
    patchDocument('layout', 'account_record', {
      sections: [{ id: 'club_seats', $add: true, label: text, columns: 1, items: [], screen: 'club__seats' }],
    }),
  ],
  settings: [
    { name: 'code', label: text, type: 'text', default: 'CL' },
    { name: 'token', label: text, type: 'secret' },
  ],
  capabilities: [may.records('account', ['read', 'update'], ['name', 'description'], text)],
  code: [
    pluginFunction({ name: 'open', label: text, roles: '*' }, idle),
    pluginFunction({ name: 'closed', label: text }, idle),
  ],
} satisfies PluginDefinition);

/** Screens alone, and no code that runs on the server. */
const plain = definePlugin({
  ...facts,
  id: 'com.example.plain',
  prefix: 'plain',
  documents: [],
  screens: [defineScreen('plain__tile', { label: text, mount: 'dashboard_tile', entry: 'screens/tile.ts' })],
  limits: { minute: { host_calls: 5 } },
});

let api: TestApi;
let seller: ApiClient;
let account: string;

const upload = (plugin: typeof club, files: Record<string, string> = {}): Buffer =>
  packedPlugin(plugin, {
    signer: { key, publisher: 'Club' },
    files,
    ...(plugin.functions !== undefined && {
      code: `var plugin = { handlers: { 'function/open': (input) => ({ got: input }), 'function/closed': () => 1 } };`,
    }),
  });

const ask = (client: ApiClient, method: string, given: Loose, screen = 'club__seats') =>
  client.call('POST', `/api/plugin-screens/${screen}/calls`, { body: { method, given } });

beforeAll(async () => {
  api = await testApi();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Club' } });
  for (const packed of [upload(club, { 'ui/club__seats.js': SCRIPT, 'ui/club__seats.css': 'p{}' }), upload(plain)]) {
    const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body: packed })).data;
    const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
    if (plan.problems.length > 0) throw new Error(JSON.stringify(plan.problems));
    const grants = plan.package.capabilities.map((each: Loose) => each.key);
    await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants } });
  }
  api.admin.forget();
  seller = await api.person('Pat', ['sales_representative']);
  account = (await seller.ok('POST', '/api/records/account', { body: { name: 'Acme', industry: 'energy' } })).data.id;
  await vi.waitFor(() => seller.ok('GET', '/api/plugin-screens/club__seats'), 10_000);
});

describe('the page of a screen', () => {
  it('runs its own two scripts and nothing else, and reaches nothing', async () => {
    const { data } = await seller.ok('GET', '/api/plugin-screens/club__seats');
    expect(data).toMatchObject({ mount: 'record_panel', plugin: { id: 'com.example.club', version: '1.0.0' } });
    const response = await fetch(`${api.url}/api/plugin-screens/club__seats/page?digest=${data.digest}`, {
      headers: { authorization: `Bearer ${seller.token}` },
    });
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain(`<script type="module">${SCRIPT}</script>`);
    expect(html).toContain('<style>p{}</style>');
    for (const rule of [
      "default-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
      "frame-src 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(rule);
    expect(policy).toContain(`'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`);
    expect(policy).toContain('sandbox allow-scripts');
    expect(response.headers.get('connection-allowlist')).toBe('()');
    expect(response.headers.get('document-isolation-policy')).toBe('isolate-and-credentialless');
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*'(self|unsafe-inline)'|\bhttps?:/);
  });

  it('is for those whom the screen is for, in the navigation too', async () => {
    const refused = await seller.call('GET', '/api/plugin-screens/club__desk/page');
    expect(refused).toMatchObject({ status: 404, body: { code: 'unknown_screen' } });
    const pagesOf = async (client: ApiClient) =>
      (await client.ok('GET', '/api/model')).pages.map((page: Loose) => page.name);
    expect(await pagesOf(seller)).toEqual([]);
    const agent = await api.person('Ann', ['club__agent']);
    expect(await pagesOf(agent)).toEqual(['club__desk']);
    expect((await agent.ok('GET', '/api/plugin-screens/club__desk')).data.mount).toBe('page');
  });

  it('is for customers only where their role is named', async () => {
    const contact = (await api.admin.ok('POST', '/api/records/contact', { body: { name: 'Fang' } })).data.id as string;
    const password = 'a-long-enough-password';
    const body = { email: 'fang@customer.example', name: 'Fang', password, roles: ['club__guest'] };
    await api.admin.ok('POST', '/api/users', { body: { ...body, portal: { object: 'contact', record: contact } } });
    const customer = await api.signIn(body.email, password);
    const model = await customer.ok('GET', '/api/model');
    expect(Object.keys(model.screens)).toEqual(['club__desk']);
    // Whose home page it is besides is not his business.
    expect(model.pages).toMatchObject([{ name: 'club__desk', home_for: ['club__guest'] }]);
    expect((await customer.call('GET', '/api/plugin-screens/club__seats')).body.code).toBe('unknown_screen');
  });

  it('needs no code on the server', async () => {
    expect((await seller.ok('GET', '/api/plugin-screens/plain__tile')).data.plugin.id).toBe('com.example.plain');
  });
});

describe('what a screen asks', () => {
  it('is answered with the rights of the person less what the plugin was not granted', async () => {
    const query = { object: 'account', query: { fields: ['name'], filter: 'name == "Acme"' } };
    expect((await ask(seller, 'records.query', query)).body.data.data).toEqual([{ id: account, name: 'Acme' }]);
    const hidden = await ask(seller, 'records.query', { object: 'account', query: { fields: ['industry'] } });
    expect(hidden).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown_field' }] } });
    const other = await ask(seller, 'records.query', { object: 'contact', query: {} });
    expect(other.status).toBeGreaterThanOrEqual(403);
    const made = await ask(seller, 'records.create', { object: 'account', values: { name: 'New' } });
    expect(made).toMatchObject({ status: 403 });
    const colleague = await api.person('Nobody', ['club__agent']);
    const update = { object: 'account', id: account, values: { description: 'x' } };
    expect((await ask(colleague, 'records.update', update)).status).toBe(403);
    expect((await ask(seller, 'records.update', update)).body.data.description).toBe('x');
    const [change] = (await seller.ok('GET', `/api/records/account/${account}/history`)).data;
    expect(change).toMatchObject({ by: { name: 'Pat' }, cause: { kind: 'plugin', id: 'com.example.club' } });
  });

  it('is its own functions and settings, and no other', async () => {
    expect((await ask(seller, 'call', { name: 'open', input: 1 })).body.data).toEqual({ got: 1 });
    expect((await ask(seller, 'call', { name: 'closed' })).body.code).toBe('forbidden');
    expect((await ask(seller, 'setting', { name: 'code' })).body.data).toBe('CL');
    expect((await ask(seller, 'setting', { name: 'token' })).body.code).toBe('plugin_bad_argument');
    const foreign = await ask(seller, 'call', { name: 'open' }, 'plain__tile');
    expect(foreign.body.code).toBe('unknown_plugin_part');
    expect((await ask(seller, 'setting', { name: 'code' }, 'plain__tile')).body.code).toBe('plugin_bad_argument');
    expect((await ask(seller, 'records.query', { object: 'account', query: {} }, 'plain__tile')).status).toBe(403);
  });

  it('is nothing beyond what screens may ask', async () => {
    const odd = (method: string) =>
      seller.call('POST', '/api/plugin-screens/club__seats/calls', { body: { method, given: {} }, undescribed: true });
    for (const method of ['kv.set', 'fetch', 'files.get', 'mail.send', '__proto__'])
      expect(await odd(method)).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
    const large = await ask(seller, 'call', { name: 'open', input: 'x'.repeat(300_000) });
    expect(large.body.code).toBe('plugin_value_too_large');
  });

  it('is no more than its minute allows, of one person and of one plugin', async () => {
    const busy = await api.person('Busy', ['sales_representative']);
    const codes: unknown[] = [];
    for (let at = 0; at < 6; at++) codes.push((await ask(busy, 'setting', { name: 'code' }, 'plain__tile')).body.code);
    expect(codes).toEqual([...Array(5).fill('plugin_bad_argument'), 'plugin_quota_spent']);
    expect((await ask(seller, 'setting', { name: 'code' }, 'plain__tile')).body.code).toBe('plugin_bad_argument');
    expect((await ask(busy, 'setting', { name: 'code' })).body.data).toBe('CL');
  });

  it('and that a browser had to end it, is written down for the administrator', async () => {
    const at = '/api/plugin-screens/club__seats/stopped';
    await seller.ok('POST', at, { body: { code: 'screen_not_ready', reason: '5' } });
    const other = await seller.call('POST', at, { body: { code: 'forbidden', reason: '' }, undescribed: true });
    expect(other.status).toBe(422);
    const stranger = await seller.call('POST', at.replace('seats', 'desk'), {
      body: { code: 'screen_stopped', reason: '' },
    });
    expect(stranger.status).toBe(404);
    const { data } = await api.admin.ok('GET', '/api/plugins/com.example.club/log');
    expect(data).toContainEqual(expect.objectContaining({ handler: 'screen/club__seats', level: 'warn' }));
    expect(data).toContainEqual(
      expect.objectContaining({
        handler: 'screen/club__seats',
        level: 'error',
        message: expect.stringContaining('did not answer within 5 seconds') as string,
      }),
    );
  });
});

describe('the document of a screen', () => {
  it('stands where it was placed, and only where it fits', async () => {
    const { objects } = await seller.ok('GET', '/api/model');
    expect(objects.account.layouts[0].sections).toContainEqual(
      expect.objectContaining({ id: 'club_seats', screen: 'club__seats' }),
    );
    expect(objects.account.fields.club__seat.editor).toBe('club__pick');
    const put = (kind: string, name: string, body: Loose) =>
      api.admin.call('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, {
        body: { kind, name, ...body },
      });
    const made = await put('screen', 'club__mine', { label: text, mount: 'page' });
    expect(made).toMatchObject({ status: 422, body: { code: 'comes_with_plugins' } });
    await put('page', 'odd', { label: text, screen: 'club__seats' });
    const { problems } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(problems).toContainEqual(expect.objectContaining({ kind: 'page', key: 'odd', code: 'unsuitable_screen' }));
    await put('page', 'odd', { label: text, screen: 'club__desk' });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'A page of our own' } });
  });

  it('is refused with a package that lacks it, or would break out of its page', async () => {
    const codes: unknown[] = [];
    for (const files of [
      { 'ui/other.js': '' },
      { 'ui/plain__tile.js': '"</script>"' },
      { 'ui/plain__tile.css': '</style>' },
    ])
      codes.push((await api.admin.call('POST', '/api/plugin-packages', { body: upload(plain, files) })).body.code);
    expect(codes).toEqual(Array(3).fill('plugin_package_refused'));
  });

  it('goes with its plugin, and so does what shows it', async () => {
    await api.admin.ok('POST', '/api/plugins/com.example.club/disable');
    await expect
      .poll(async () => (await ask(seller, 'setting', { name: 'code' })).body.code)
      .toBe('plugin_switched_off');
    const { data: plan } = await api.admin.ok('POST', '/api/plugins/com.example.club/uninstall/plan');
    expect(plan.stops).toEqual([]);
    expect(plan.problems).toEqual([]);
    expect(plan.readers).toContainEqual(expect.objectContaining({ kind: 'page', key: 'odd', effect: 'removed' }));
    await api.admin.ok('POST', '/api/plugins/com.example.club/uninstall');
    const model = await seller.ok('GET', '/api/model');
    expect(model.screens).not.toHaveProperty('club__seats');
    expect(JSON.stringify(model.objects.account.layouts)).not.toContain('club__seats');
  });
});
