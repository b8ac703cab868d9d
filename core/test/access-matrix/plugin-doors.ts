import { definePlugin, defineScreen, endpoint, enricher, label, may, pluginFunction, action } from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import type { TestApi } from '../../testing/test-api.ts';
import type { Ask, Exchange, MatrixDoor } from './doors.ts';
import { MARKS, type World } from './world.ts';

const ID = 'com.example.probe';
const text = label('Probe', '探针');
const EVERY = ['read', 'create', 'update', 'delete'] as const;

/** A plugin that was granted everything on the records of the matrix, and does with it whatever it is told to. */
const probe = definePlugin({
  id: ID,
  prefix: 'probe',
  version: '1.0.0',
  engine: '>=0.1.0',
  label: text,
  description: text,
  documents: [],
  screens: [defineScreen('probe__all', { label: text, mount: 'page', entry: 'probe.ts' })],
  capabilities: [
    may.records('deal', [...EVERY], '*', text),
    may.records('vault', [...EVERY], '*', text),
    may.endpoints(text),
  ],
  code: [
    pluginFunction({ name: 'go', label: text, roles: '*' }, () => {}),
    enricher({ name: 'all', label: text, object: 'deal', reads: ['name', 'secret'], fields: ['code'] }, () => null),
    action({ name: 'probe__go', label: text, object: 'deal', places: ['list'] }, () => {}),
    ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).flatMap((method) =>
      ['ask', 'ask/more'].map((path) => {
        const name = `${method.toLowerCase()}_${path.replace('/', '_')}`;
        return endpoint({ name, label: text, method, path, for: 'people' }, () => {});
      }),
    ),
  ],
});

const CODE = `
const go = ({ method, args }, host) => { const [group, name] = method.split('.'); return host[group][name](...args); };
const handlers = { 'function/go': go, 'enricher/all': ({ record }) => [{ field: 'code', value: JSON.stringify(record).slice(0, 200), source: 'probe' }], 'action/probe__go': async ({ object, records }, host) => {
  const found = await Promise.all(records.map((id) => host.records.get(object, id)));
  return { message: JSON.stringify(found) };
} };
for (const method of ['get', 'post', 'put', 'patch', 'delete']) for (const path of ['ask', 'ask_more'])
  handlers['endpoint/' + method + '_' + path] = async ({ body, query }, host) => ({ body: await go(body ?? JSON.parse(query.ask), host) });
var plugin = { handlers };
`;

/** Installs it, with everything granted that it asks for. */
export async function installProbe(api: TestApi): Promise<void> {
  const { private: key, public: publicKey } = newPublisherKey();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Probe' } });
  const body = packedPlugin(probe, { signer: { key, publisher: 'Probe' }, code: CODE });
  const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body })).data;
  const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
  const grants = plan.package.capabilities.map((each: Loose) => each.key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants } });
  api.admin.forget();
}

const { secret, deal, vault, vaultCode } = MARKS;

/** What it may be told to read. */
function readings({ ids }: World): [string, ...Loose[]][] {
  const deals = [ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal];
  const filters = [
    `secret == "${secret}"`,
    `name == "${deal}"`,
    `whisper == "${secret}!"`,
    'amount > 1000',
    `vault.code == "${vaultCode}"`,
  ];
  return [
    ...deals.map((id): [string, ...Loose[]] => ['records.get', 'deal', id]),
    ...['secret', 'vault.code', 'whisper', 'echo'].map((name): [string, ...Loose[]] => [
      'records.query',
      'deal',
      { fields: [name], sort: name },
    ]),
    ['records.query', 'deal', { limit: 200 }],
    ['records.query', 'vault', { limit: 200, count: 'exact' }],
    ...filters.flatMap((filter): [string, ...Loose[]][] => [
      ['records.query', 'deal', { filter, fields: ['name'] }],
      ['records.count', 'deal', filter],
    ]),
    ['records.aggregate', 'deal', { group_by: ['secret'], aggregates: { n: 'count()', most: 'max(amount)' } }],
    ['records.aggregate', 'deal', { group_by: ['vault.name'], aggregates: { n: 'count()' } }],
  ];
}

/** What it may be told to change. */
function writings({ ids }: World): [string, ...Loose[]][] {
  return [
    ['records.update', 'deal', ids.hiddenDeal, { name: 'by plugin' }],
    ['records.update', 'deal', ids.ownDeal, { locked: 'by plugin' }],
    ['records.update', 'deal', ids.dealInHiddenVault, { secret: 'by plugin' }],
    ['records.delete', 'deal', ids.hiddenDeal],
    ['records.update', 'vault', ids.hiddenVault, { name: 'by plugin' }],
    [
      'records.bulk',
      'deal',
      { update: [{ id: ids.hiddenDeal, name: 'by plugin' }], delete: [ids.hiddenDeal], mode: 'partial' },
    ],
    ['records.create', 'deal', { name: 'new', locked: 'by plugin', vault: ids.hiddenVault }],
  ];
}

/** Doors that lead through the code of a plugin: it may no more than whoever calls it. */
export const PLUGIN_DOORS: readonly MatrixDoor[] = [
  {
    name: 'plugin reads',
    doors: ['plugin'],
    leadsTo: [secret, deal, vault],
    enter: async (ask, world) => [
      ...(await told(readings(world), (wish) => ask('POST', `/api/plugins/${ID}/functions/go`, { input: wish }))),
      ...(await told(readings(world).slice(0, 6), (wish) => ask('POST', `/api/plugins/${ID}/endpoints/ask`, wish))),
    ],
  },
  {
    name: 'actions',
    doors: ['actions'],
    leadsTo: [secret, deal],
    enter: pressed,
  },
  {
    name: 'enrichment',
    doors: ['plugin'],
    leadsTo: [secret, deal],
    enter: async (ask, { ids }) => {
      const deals = [ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal];
      const answers: Exchange[] = [];
      for (const id of deals) answers.push(await ask('POST', `/api/records/deal/${id}/enrich`, {}));
      return answers;
    },
  },
  {
    name: 'plugin endpoints',
    doors: ['plugin'],
    async enter(ask, { ids }) {
      const wish = { method: 'records.get', args: ['deal', ids.hiddenDeal] };
      const query = new URLSearchParams({ ask: JSON.stringify(wish) }).toString();
      const answers: Exchange[] = [];
      for (const path of ['ask', 'ask/more']) {
        answers.push(await ask('GET', `/api/plugins/${ID}/endpoints/${path}?${query}`));
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          answers.push(await ask(method, `/api/plugins/${ID}/endpoints/${path}`, wish));
      }
      return answers;
    },
  },
  {
    name: 'plugin writes',
    doors: ['plugin'],
    writes: true,
    enter: (ask, world) =>
      told(writings(world), (wish) => ask('POST', `/api/plugins/${ID}/functions/go`, { input: wish })),
  },
  {
    name: 'plugin screen reads',
    doors: ['plugin'],
    leadsTo: [secret, deal, vault],
    enter: async (ask, world) => [
      await ask('GET', '/api/plugin-screens/probe__all'),
      await ask('GET', '/api/plugin-screens/probe__all/page'),
      await ask('POST', '/api/plugin-screens/probe__all/stopped', { code: 'screen_stopped', reason: 'probe' }),
      ...(await told(readings(world), byScreen(ask))),
    ],
  },
  {
    name: 'plugin screen writes',
    doors: ['plugin'],
    writes: true,
    enter: (ask, world) => told(writings(world), byScreen(ask)),
  },
];

/** Arguments of the records a plugin works with, by their name: what a screen gives beside the object. */
const ARGUMENTS: Record<string, readonly string[]> = {
  'records.get': ['id'],
  'records.query': ['query'],
  'records.count': ['filter'],
  'records.aggregate': ['query'],
  'records.create': ['values'],
  'records.update': ['id', 'values'],
  'records.delete': ['id'],
  'records.bulk': ['request'],
};

/** What the code of a plugin is told to do, asked for by a screen of it. */
function byScreen(ask: Ask): (wish: Loose) => Promise<Exchange> {
  return ({ method, args: [object, ...rest] }) => {
    const given = Object.fromEntries(
      (ARGUMENTS[method] ?? []).flatMap((name, at) => (rest[at] === undefined ? [] : [[name, rest[at]]])),
    );
    return ask('POST', '/api/plugin-screens/probe__all/calls', { method, given: { object, ...given } });
  };
}

async function told(wishes: [string, ...Loose[]][], ask: (wish: Loose) => Promise<Exchange>): Promise<Exchange[]> {
  const answers: Exchange[] = [];
  for (const [method, ...args] of wishes) answers.push(await ask({ method, args }));
  return answers;
}

/** A button tells the names of the deals it is pressed for; nobody is offered it for a deal he does not see. */
async function pressed(ask: Ask, { ids }: World): Promise<Exchange[]> {
  const deals = [ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal];
  const answers = [await ask('GET', '/api/actions'), await ask('POST', '/api/actions/probe__go', { records: deals })];
  for (const record of deals) {
    answers.push(await ask('GET', `/api/records/deal/${record}/actions`));
    answers.push(await ask('POST', '/api/actions/probe__go', { records: [record] }));
  }
  return answers;
}
