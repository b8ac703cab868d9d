import type { Door } from '../../src/http/route.ts';
import type { Loose } from '../../testing/api-client.ts';
import { MARKS, PROCESS, type World } from './world.ts';

/** One request and its answer. */
export interface Exchange {
  /** What was sent, to tell an echo from a leak. */
  sent: string;
  status: number;
  text: string;
  headers: Headers;
}

/** Sends a request as the reader in question. */
export type Ask = (method: string, path: string, body?: Loose, headers?: Record<string, string>) => Promise<Exchange>;

/** A way into the data, tried in every manner that might bring out or change what is hidden. */
export interface MatrixDoor {
  name: string;
  /** The doors of the route table that it goes through. */
  doors: readonly Door[];
  /** Writes; what is protected must be the same afterwards. */
  writes?: boolean;
  /** What the administrator is told through it, so that the door is known to lead somewhere. */
  leadsTo?: readonly string[];
  /** Only what a role grants goes through it: what is shared by hand for reading does not. */
  grantedOnly?: boolean;
  enter(ask: Ask, world: World): Promise<Exchange[]>;
}

const list = (query: Record<string, string>) => `/api/records/deal?${new URLSearchParams(query).toString()}`;
const query = '/api/records/deal/query';
const vaults = '/api/records/vault';
const { secret, deal, deleted, vault, vaultCode, tag, code, file, fileText, linked, part, colleague } = MARKS;

/** Expressions that are true only of what is hidden. */
const PROBES = [
  `secret == "${secret}"`,
  `secret.startsWith("${secret.slice(0, 2)}")`,
  `name == "${deal}"`,
  `whisper == "${secret}!"`,
  `echo != "x"`,
  `amount > 1000`,
  `vault.code == "${vaultCode}"`,
  `vault.name.contains("${vault.slice(0, 3)}")`,
];

/** Of vaults, true only of what is hidden, as it is and as it may become. */
function listProbes(ids: World['ids']): string[] {
  const deals = 'related("deal.vault")';
  return [
    `${deals}.exists(d, d.name == "${deal}" || d.name == "another")`,
    `${deals}.exists(d, d.amount > 1000)`,
    `${deals}.filter(d, d.amount > 770100000).size() > 0`,
    `${deals}.exists_one(d, d.secret == "${secret}")`,
    `${deals}.all(d, d.secret == "Aluminium" || d.secret == "A")`,
    `${deals}.size() > 1`,
    `"${ids.hiddenDeal}" in ${deals}`,
    `${deals}.exists(d, d.whisper == "${secret}!")`,
    'riches > 0',
    'secretive',
    `above.is_under("${ids.hiddenVault}")`,
    `above.is_under("${ids.ownVault}")`,
    `is_under(above, above)`,
  ];
}

const ROW_FIELDS = ['name', 'amount', 'secret', 'locked', 'vault.name', 'vault.code', 'vault', 'whisper', 'echo'];

export const DOORS: readonly MatrixDoor[] = [
  {
    name: 'get',
    doors: ['get'],
    leadsTo: [secret, deal, vault],
    enter: (ask, { ids }) =>
      all([ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal], ['', ...ROW_FIELDS], (id, fields) =>
        ask('GET', `/api/records/deal/${id}${fields === '' ? '' : `?fields=${fields}`}`),
      ),
  },
  {
    name: 'file',
    doors: ['file'],
    leadsTo: [file, fileText],
    enter: (ask, { ids }) =>
      all([ids.hiddenDeal, ids.ownDeal, ids.deletedDeal], ['attachment', 'secret', 'name', 'nothing'], (id, field) =>
        ask('GET', `/api/records/deal/${id}/files/${field}`),
      ),
  },
  {
    name: 'list',
    doors: ['list'],
    leadsTo: [secret, deal, vault, vaultCode],
    enter: (ask) => each(['', ...ROW_FIELDS], (fields) => ask('GET', list(fields === '' ? {} : { fields }))),
  },
  {
    name: 'recycle bin',
    doors: ['list'],
    leadsTo: [deleted],
    enter: (ask) => one(ask('GET', list({ deleted: 'true' }))),
  },
  {
    name: 'the past',
    doors: ['get', 'list', 'query'],
    leadsTo: [secret, deal, deleted, vault, vaultCode, '770008157'],
    enter: async (ask, { ids, moment: as_of }) => [
      ...(await each(['', ...ROW_FIELDS], (fields) => ask('GET', list({ as_of, ...(fields && { fields }) })))),
      ...(await each(PROBES, (filter) => ask('GET', list({ as_of, filter, fields: 'name', count: 'exact' })))),
      ...(await each(['secret', '-vault.code', 'echo'], (sort) => ask('GET', list({ as_of, sort, fields: 'name' })))),
      ...(await each([ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal], (id) =>
        ask('GET', `/api/records/deal/${id}?as_of=${as_of}`),
      )),
      ...(await each(['name', 'secret', 'vault.code'], (field) =>
        ask('POST', query, { as_of, group_by: [field], aggregates: { most: 'max(amount)' } }),
      )),
      await ask('GET', list({ as_of, deleted: 'true' })),
    ],
  },
  {
    name: 'roll-up input',
    doors: ['get', 'list', 'query'],
    leadsTo: ['770047117'],
    enter: async (ask, { ids, moment: as_of }) => [
      ...(await each(['', 'top', 'secrets', 'top,secrets'], (fields) =>
        ask('GET', `${vaults}?${new URLSearchParams(fields === '' ? {} : { fields }).toString()}`),
      )),
      ...(await each(['top > 1000', 'top == 770047117', 'secrets > 1', 'secrets == 1'], (filter) =>
        ask('GET', `${vaults}?${new URLSearchParams({ filter, fields: 'id', count: 'exact' }).toString()}`),
      )),
      ...(await each(['-top', 'secrets'], (sort) => ask('GET', `${vaults}?sort=${sort}&fields=id`))),
      ...(await each(['top', 'secrets'], (field) =>
        ask('POST', `${vaults}/query`, {
          group_by: [field],
          aggregates: { n: 'count()', most: 'max(top)', all: 'sum(secrets)' },
          having: 'n > 0',
        }),
      )),
      ...(await each(['top', 'secrets'], (field) => ask('POST', query, { fields: [`vault.${field}`], as_of }))),
      await ask('GET', list({ fields: 'vault.top', filter: 'vault.top > 1000' })),
      await ask('GET', `${vaults}/${ids.ownVault}`),
      await ask('PATCH', `${vaults}/${ids.ownVault}`, { name: 'open vault' }),
    ],
  },
  {
    name: 'lists of records, hierarchies and formulas over them',
    doors: ['get', 'list', 'query'],
    leadsTo: ['open vault', '"riches":1', deal],
    enter: async (ask, { ids, moment: as_of }) => {
      const inVaults = (query: Record<string, string>) =>
        ask('GET', `${vaults}?${new URLSearchParams({ fields: 'id', count: 'exact', ...query }).toString()}`);
      const filters = listProbes(ids);
      return [
        ...(await each(filters, (filter) => inVaults({ filter }))),
        ...(await each(filters.slice(0, 6), (filter) => inVaults({ filter, as_of }))),
        ...(await each(
          filters.map((filter) => filter.replaceAll('related(', 'vault.related(').replace(/^above/, 'vault')),
          (filter) => ask('GET', list({ filter, fields: 'name', count: 'exact' })),
        )),
        ...(await each(['riches', '-riches', 'secretive'], (sort) => inVaults({ sort }))),
        ...(await each(['riches', 'secretive', 'name,riches'], (fields) => inVaults({ fields }))),
        ...(await each(['riches', 'secretive'], (field) =>
          ask('POST', `${vaults}/query`, {
            group_by: [field],
            aggregates: { n: 'count()', most: 'max(riches)', all: 'sum(riches)' },
            having: 'n > 0 && most >= 0',
          }),
        )),
        await ask('GET', `${vaults}/${ids.ownVault}`),
        await ask('GET', list({ fields: 'vault.riches,vault.secretive', filter: 'vault.riches > 0' })),
        await ask('PATCH', `${vaults}/${ids.ownVault}`, { name: 'open vault' }),
      ];
    },
  },
  {
    name: 'links and owned lists',
    doors: ['get', 'list', 'query', 'history'],
    leadsTo: [linked, part],
    enter: async (ask, { ids, moment: as_of }) => {
      const fields = [
        'vaults',
        'vaults.name',
        'target',
        'target.name',
        'parts',
        'parts.name',
        'vaults.code,parts.deal',
      ];
      const filters = [
        `"${ids.linkedVault}" in vaults`,
        'size(vaults) > 0',
        `vaults.exists(v, v.name == "${linked}")`,
        `target.id == "${ids.linkedVault}"`,
        'target.object == "vault"',
        'target != null',
        'size(parts) > 0',
        `"${ids.hiddenPart}" in parts`,
        `parts.exists(p, p.name == "${part}")`,
      ];
      const deal = `/api/records/deal/${ids.dealInHiddenVault}`;
      return [
        ...(await all([deal, `${deal}?as_of=${as_of}`], ['', ...fields], (path, names) =>
          ask('GET', `${path}${path.includes('?') ? '&' : '?'}${names === '' ? '' : `fields=${names}`}`),
        )),
        ...(await each(fields, (names) => ask('GET', list({ fields: names })))),
        ...(await each(filters, (filter) => ask('GET', list({ filter, fields: 'name', count: 'exact' })))),
        ...(await each(filters, (filter) => ask('GET', list({ filter, fields: 'name', as_of })))),
        await ask('POST', query, { group_by: ['target.object'], aggregates: { n: 'count()', some: 'count(vaults)' } }),
        await ask('GET', `${deal}/history`),
        await ask('GET', `${deal}/timeline`),
      ];
    },
  },
  {
    name: 'filter',
    doors: ['list'],
    leadsTo: [deal],
    enter: (ask) => each(PROBES, (filter) => ask('GET', list({ filter, fields: 'name' }))),
  },
  {
    name: 'sort',
    doors: ['list'],
    leadsTo: [deal],
    enter: (ask) =>
      each(['secret', '-secret', 'amount', '-vault.code', 'vault.name', '-whisper', 'echo'], (sort) =>
        ask('GET', list({ sort, fields: 'name' })),
      ),
  },
  {
    name: 'group',
    doors: ['query'],
    leadsTo: [secret, deal, vaultCode],
    enter: (ask) =>
      each(['secret', 'name', 'vault.code', 'vault', 'locked', 'whisper', 'echo'], (field) =>
        ask('POST', query, { group_by: [field], aggregates: { n: 'count()' } }),
      ),
  },
  {
    name: 'aggregate',
    doors: ['query'],
    leadsTo: ['770047117'],
    enter: (ask) =>
      each(
        [
          'count()',
          'sum(amount)',
          'max(amount)',
          'median(amount)',
          'min(secret)',
          'max(secret)',
          'count(distinct secret)',
          'max(vault.code)',
        ],
        (result) => ask('POST', query, { aggregates: { result } }),
      ),
  },
  {
    name: 'having',
    doors: ['query'],
    leadsTo: [deal],
    enter: (ask) =>
      one(ask('POST', query, { group_by: ['name'], aggregates: { most: 'max(amount)' }, having: 'most > 1000' })),
  },
  {
    name: 'count',
    doors: ['list', 'query'],
    leadsTo: ['"count":4'],
    enter: async (ask) => [
      ...(await each(['true', ...PROBES], (filter) => ask('GET', list({ filter, count: 'exact', fields: 'id' })))),
      await ask('POST', query, { count: 'exact', fields: ['id'] }),
      await ask('POST', query, { count: 'estimate', fields: ['id'], filter: PROBES[5] }),
    ],
  },
  {
    name: 'cursor',
    doors: ['list'],
    leadsTo: [secret],
    enter: async (ask) => {
      const pages: Exchange[] = [];
      for (const sort of ['name', '-amount', 'secret', 'vault.code']) {
        let cursor: string | null | undefined;
        for (let page = 0; page < 6 && cursor !== null; page++) {
          const answer = await ask('GET', list({ sort, limit: '1', fields: 'id', ...(cursor ? { cursor } : {}) }));
          cursor = answer.status === 200 ? (JSON.parse(answer.text).page.next as string | null) : null;
          // A cursor that carries a value carries it in the open to whoever decodes it.
          const decoded = cursor === null ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
          pages.push({ ...answer, text: answer.text + decoded });
        }
      }
      return pages;
    },
  },
  {
    name: 'search',
    doors: ['search'],
    leadsTo: [deal, vault],
    enter: (ask) =>
      each(
        ['deal', ...[secret, deal, vault, vaultCode, deleted, code].flatMap((mark) => [mark, mistyped(mark)])],
        (q) => ask('GET', `/api/search?q=${q}`),
      ),
  },
  {
    // That no id of a hidden record is told while it changes is seen in http/live.test.ts.
    name: 'live updates',
    doors: ['live'],
    enter: (ask) => one(ask('GET', '/api/live?objects=deal,vault&seconds=1')),
  },
  {
    name: 'suggestions',
    doors: ['suggestions'],
    leadsTo: [tag],
    enter: (ask) =>
      all(['tags', 'secret', 'nothing'], ['', tag.slice(0, 3)], (field, q) =>
        ask('GET', `/api/suggestions/deal/${field}?q=${q}`),
      ),
  },
  {
    name: 'deleting for good',
    doors: ['purge'],
    writes: true,
    enter: async (ask, { ids }) => [
      ...(await all([ids.deletedDeal, ids.hiddenDeal, ids.ownDeal], ['true', 'false'], (id, dry) =>
        ask('POST', '/api/records/deal/purge', { ids: [id], dry_run: dry === 'true' }),
      )),
      await ask('POST', '/api/records/deal/purge', { ids: Object.values(ids) }),
      await ask('POST', `${vaults}/purge`, { ids: [ids.hiddenVault] }),
    ],
  },
  {
    name: 'reveal',
    doors: ['reveal'],
    // What it tells stands in the audit log.
    writes: true,
    enter: (ask, { ids }) =>
      all(
        [ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal],
        ['secret', 'code', 'attachment', 'name', 'whisper', 'echo', 'nothing'],
        (id, field) => ask('POST', `/api/records/deal/${id}/reveal`, { field }),
      ),
  },
  {
    name: 'fill rates',
    doors: ['fill rates'],
    leadsTo: ['"secret":'],
    enter: (ask) =>
      each(['deal', 'vault', 'nothing'], (object) => ask('GET', `/api/studio/fill-rates?object=${object}`)),
  },
  {
    name: 'history',
    doors: ['history'],
    leadsTo: [colleague, secret, deal],
    enter: (ask, { ids }) =>
      each(
        [
          ...[ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal].map((id) => `${id}/history`),
          ...['secret', 'nothing'].map((field) => `${ids.ownDeal}/history?field=${field}`),
        ],
        (path) => ask('GET', `/api/records/deal/${path}`),
      ),
  },
  {
    name: 'timeline',
    doors: ['timeline'],
    leadsTo: [secret, deal],
    enter: (ask, { ids }) =>
      each([ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal], (id) =>
        ask('GET', `/api/records/deal/${id}/timeline`),
      ),
  },
  {
    name: 'open transitions',
    doors: ['transitions'],
    leadsTo: [secret],
    enter: (ask, { ids }) =>
      each(
        [
          ...[ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal, ids.deletedDeal].map((id) => `${id}/transitions`),
          ...['step', 'secret', 'nothing'].map((field) => `${ids.ownDeal}/transitions?field=${field}`),
        ],
        (path) => ask('GET', `/api/records/deal/${path}`),
      ),
  },
  {
    name: 'model',
    doors: ['model'],
    leadsTo: ['"secret"'],
    enter: (ask) => each(['/api/model', '/api/model/schema'], (path) => ask('GET', path)),
  },
  {
    name: 'description',
    doors: ['description'],
    leadsTo: ['"secret"'],
    enter: (ask) => one(ask('GET', '/api/openapi.json')),
  },
  {
    name: 'views',
    doors: ['views'],
    enter: async (ask) => {
      const view = {
        object: 'deal',
        type: 'table',
        name: 'a view',
        columns: [{ name: 'name' }, { name: 'secret' }],
        filter: PROBES[0],
      };
      const made = await ask('POST', '/api/views', view);
      const id =
        made.status === 201 ? (JSON.parse(made.text).data.id as string) : '01890000-0000-7000-8000-000000000000';
      return [
        made,
        await ask('GET', '/api/views?object=deal'),
        await ask('PATCH', `/api/views/${id}`, { name: 'another' }),
        await ask('DELETE', `/api/views/${id}`),
      ];
    },
  },
  {
    name: 'dashboards',
    doors: ['dashboards'],
    leadsTo: [secret, deal, vault, vaultCode, '770047117'],
    enter: async (ask) => [
      ...(await each(['', '/watch', '/nothing'], (path) => ask('GET', `/api/dashboards${path}`))),
      await ask('POST', '/api/dashboards/watch/data', {}),
      ...(await each([{ secret: [secret] }, { vault: [vaultCode] }, { name: [deal] }, { owner: ['me'] }], (filters) =>
        ask('POST', '/api/dashboards/watch/data', { filters }),
      )),
      await ask('POST', '/api/studio/dashboards/try', {
        filters: [],
        tiles: [
          {
            id: 'tried',
            type: 'list',
            label: { en: 'x', zh: 'x' },
            at: { x: 0, y: 0, w: 3, h: 2 },
            settings: { object: 'deal', filter: PROBES[0], fields: ['name', 'secret'] },
          },
        ],
      }),
    ],
  },
  {
    name: 'explain',
    doors: ['explain'],
    enter: async (ask, { ids }) => [
      ...(await all([ids.ownDeal, ids.hiddenDeal, ids.deletedDeal], ['', '&field=secret', '&door=update'], (id, more) =>
        ask('GET', `/api/explain?object=deal&id=${id}${more}`),
      )),
      ...(await each([ids.ownDeal, ids.hiddenDeal, ids.deletedDeal], (id) =>
        ask('GET', `/api/records/deal/${id}/readers`),
      )),
    ],
  },
  {
    name: 'shares',
    doors: ['shares'],
    writes: true,
    leadsTo: ['"may_share":"edit"'],
    enter: async (ask, { ids }) => {
      const { data: me } = JSON.parse((await ask('GET', '/api/me')).text) as { data: { id: string } };
      return [
        ...(await each([ids.ownDeal, ids.hiddenDeal, ids.deletedDeal], (id) =>
          ask('GET', `/api/records/deal/${id}/shares`),
        )),
        // Nobody lets himself, or others, into what he may not share.
        ...(await all([ids.hiddenDeal, ids.deletedDeal], ['read', 'edit'], (id, level) =>
          ask('POST', `/api/records/deal/${id}/shares`, { user: me.id, level, reason: 'planted' }),
        )),
        ...(await each([ids.hiddenDeal, ids.hiddenVault], (id) =>
          ask('DELETE', `/api/records/deal/${id}/shares/01890000-0000-7000-8000-000000000000`),
        )),
      ];
    },
  },
  {
    name: 'workflows',
    doors: ['runs'],
    writes: true,
    leadsTo: ['"name":"button"', '"run":'],
    enter: async (ask, { ids }) => {
      const records = [ids.ownDeal, ids.hiddenDeal, ids.deletedDeal];
      return [
        ...(await each(records, (id) => ask('GET', `/api/records/deal/${id}/workflows`))),
        ...(await each(records, (id) => ask('POST', `/api/records/deal/${id}/workflows/button`))),
        ...(await each(records, (id) => ask('GET', `/api/records/deal/${id}/runs`))),
      ];
    },
  },
  {
    name: 'trials of workflows',
    doors: ['trials'],
    writes: true,
    leadsTo: ['"triggered":', '"state":'],
    enter: async (ask, { ids }) => {
      const records = [ids.ownDeal, ids.hiddenDeal, ids.deletedDeal];
      const begun = await ask('POST', '/api/workflows/button/replays', { days: 1 });
      const { data } = JSON.parse(begun.text) as { data?: { id: string } };
      const replay = `/api/workflows/replays/${data?.id ?? ids.ownDeal}`;
      return [
        begun,
        ...(await each(records, (record) => ask('POST', '/api/workflows/button/try', { record }))),
        ...(await each(['beginnings', 'tests'], (path) => ask('POST', `/api/workflows/button/${path}`, {}))),
        ...(await each(records, (record) =>
          ask('POST', '/api/processes/try', { record, document: { kind: 'process', id: record, ...PROCESS } }),
        )),
        await ask('GET', '/api/workflows/button/replays'),
        await ask('GET', replay),
        await ask('POST', `${replay}/cancel`),
      ];
    },
  },
  {
    name: 'notifications',
    doors: ['notifications'],
    leadsTo: ['Of a deal: '],
    enter: async (ask, { ids }) => [
      ...(await each(['', '?unread=true', '?limit=1'], (query) => ask('GET', `/api/notifications${query}`))),
      await ask('GET', `/api/notifications?before=${ids.hiddenDeal}`),
    ],
  },
  {
    name: 'notifications, read',
    doors: ['notifications'],
    writes: true,
    enter: async (ask, { ids }) => [
      await ask('POST', '/api/notifications/read', { ids: [ids.hiddenDeal, ids.ownDeal] }),
      await ask('POST', '/api/notifications/read', { ids: 'all' }),
    ],
  },
  {
    name: 'webhooks and public forms',
    doors: ['from outside'],
    leadsTo: ['"Enquiry"'],
    enter: async (ask, { doors }) => [
      await ask('GET', `/api/forms/${doors.form}`),
      // What the form does not ask for is not taken, and whoever fills in everything is thanked for nothing.
      await ask('POST', `/api/forms/${doors.form}`, { values: { name: 'x', code: 'x', owner: 'x' } }),
      await ask('POST', `/api/forms/${doors.form}`, { values: { name: 'x' }, website: 'x' }),
      await ask('POST', `/api/forms/${doors.hook}`, { values: {} }),
      ...(await each(['', 't=1,v1=0'], (signature) =>
        ask('POST', `/api/hooks/${doors.hook}`, {}, signature === '' ? {} : { 'strata-signature': signature }),
      )),
      await ask('POST', `/api/hooks/${doors.form}`, {}),
    ],
  },
  {
    name: 'tasks and approvals',
    doors: ['work'],
    leadsTo: [secret, deal, '"A question"'],
    enter: async (ask, { ids }) => [
      ...(await each(['mine', 'teams', 'asked', 'done'], (show) => ask('GET', `/api/my-work?show=${show}`))),
      ...(await each(ids.tasks, (task) => ask('GET', `/api/my-work/${task}`))),
      ...(await each([ids.ownDeal, ids.hiddenDeal], (id) => ask('GET', `/api/records/deal/${id}/work`))),
      await ask('GET', '/api/my-work/count'),
      await ask('GET', `/api/decisions/${'x'.repeat(43)}`),
    ],
  },
  {
    name: 'tasks and approvals, answered',
    doors: ['work'],
    writes: true,
    leadsTo: [deal],
    enter: async (ask, { ids }) => {
      const [first = '', second = '', third = '', ...more] = ids.tasks;
      const change = (task: string, path: string, body: Loose = {}) =>
        ask('POST', `/api/my-work/${task}/${path}`, body);
      const comment = 'a word';
      return [
        await change(third, 'comment', { comment }),
        await change(first, 'decide', { decision: 'approved', comment }),
        await change(first, 'decide', { decision: 'rejected' }),
        ...(await each(['complete', 'claim', 'release', 'take-back', 'recall'], (path) => change(third, path))),
        await change(second, 'hand-on', { to: ids.ownDeal }),
        await ask('POST', '/api/my-work/decide', { ids: [second, third, ...more], decision: 'rejected', comment }),
        await ask('POST', `/api/decisions/${'x'.repeat(43)}`, { decision: 'approved' }),
        ...(await each(ids.tasks, (task) => ask('GET', `/api/my-work/${task}`))),
      ];
    },
  },
  {
    name: 'create',
    doors: ['create'],
    writes: true,
    enter: async (ask, { ids }) =>
      each(
        [
          { name: 'new', secret: 'planted' },
          { name: 'new', locked: 'planted' },
          { name: 'new', vault: ids.hiddenVault },
          { id: ids.hiddenDeal, name: 'planted' },
        ],
        (body) => ask('POST', '/api/records/deal', body),
      ),
  },
  {
    name: 'repeated create',
    doors: ['create'],
    writes: true,
    enter: async (ask, { ids }) => {
      const headers = { 'idempotency-key': `key of ${ids.ownDeal}`.replaceAll(' ', '-') };
      const body = { name: 'repeated', amount: 1 };
      const first = await ask('POST', '/api/records/deal', body, headers);
      return [first, await ask('POST', '/api/records/deal', body, headers)];
    },
  },
  {
    name: 'update',
    doors: ['update'],
    writes: true,
    enter: (ask, { ids }) =>
      all(
        [ids.ownDeal, ids.hiddenDeal, ids.deletedDeal],
        [{ secret: 'planted' }, { locked: 'planted' }, { vault: ids.hiddenVault }],
        (id, body) => ask('PATCH', `/api/records/deal/${id}`, body),
      ),
  },
  {
    name: 'merge offer',
    doors: ['update', 'delete'],
    writes: true,
    leadsTo: [secret],
    enter: (ask, { ids }) =>
      all([ids.ownDeal, ids.dealInHiddenVault, ids.hiddenDeal], ['PATCH', 'DELETE'], (id, method) =>
        ask(method, `/api/records/deal/${id}`, method === 'PATCH' ? { amount: 1 } : undefined, { 'if-match': '"0"' }),
      ),
  },
  {
    name: 'bulk',
    doors: ['bulk'],
    writes: true,
    enter: (ask, { ids }) =>
      all(
        ['all', 'partial'],
        [
          { create: [{ name: 'new', secret: 'planted', locked: 'planted' }] },
          { update: [{ id: ids.ownDeal, secret: 'planted', locked: 'planted' }] },
          { update: [{ id: ids.hiddenDeal, name: 'planted' }] },
          { delete: [ids.hiddenDeal] },
        ],
        (mode, body) => ask('POST', '/api/records/deal/bulk', { ...body, mode }),
      ),
  },
  {
    name: 'upsert',
    doors: ['bulk'],
    writes: true,
    enter: (ask) =>
      all(
        ['all', 'partial'],
        [
          { key: 'code', rows: [{ code, name: 'planted', secret: 'planted', locked: 'planted' }] },
          { key: 'code', rows: [{ code }] },
          { key: 'code', rows: [{ code: 'of its own', name: 'new' }] },
          { key: 'secret', rows: [{ secret, name: 'planted' }] },
          { key: 'name', rows: [{ name: deal, amount: 1 }] },
        ],
        (mode, upsert) => ask('POST', '/api/records/deal/bulk', { upsert, mode }),
      ),
  },
  {
    name: 'update and delete by filter, tried out',
    doors: ['by filter'],
    leadsTo: ['"matched":4'],
    enter: async (ask) => [
      ...(await all(['true', ...PROBES, `code == "${code}"`], ['all', 'partial'], (filter, mode) =>
        ask('POST', '/api/records/deal/update-by-filter', { filter, set: { amount: 5 }, mode, dry_run: true }),
      )),
      ...(await all(['true', ...PROBES], ['all', 'partial'], (filter, mode) =>
        ask('POST', '/api/records/deal/delete-by-filter', { filter, mode, dry_run: true, expected_count: 1 }),
      )),
    ],
  },
  {
    name: 'update by filter',
    doors: ['by filter'],
    writes: true,
    enter: (ask, { ids }) =>
      all(
        ['true', ...PROBES],
        [{ secret: 'planted' }, { locked: 'planted' }, { vault: ids.hiddenVault }, { name: 'planted', code }],
        (filter, set) => ask('POST', '/api/records/deal/update-by-filter', { filter, set, mode: 'partial' }),
      ),
  },
  {
    name: 'delete by filter',
    doors: ['by filter'],
    writes: true,
    enter: (ask, { ids }) =>
      each([`id == "${ids.hiddenDeal}"`, ...PROBES.slice(0, 5)], (filter) =>
        ask('POST', '/api/records/deal/delete-by-filter', { filter, mode: 'partial' }),
      ),
  },
  {
    name: 'undo by filter',
    doors: ['by filter'],
    writes: true,
    enter: (ask, { ids }) =>
      each([ids.hiddenDeal, '019a0000-0000-4000-8000-000000000000'], (batch) =>
        ask('POST', '/api/records/deal/undo-by-filter', { batch }),
      ),
  },
  {
    name: 'delete',
    doors: ['delete'],
    writes: true,
    enter: (ask, { ids }) =>
      each([ids.hiddenDeal, ids.hiddenVault], async (id, index) =>
        ask('DELETE', `/api/records/${index === 0 ? 'deal' : 'vault'}/${id}`),
      ),
  },
  {
    name: 'restore',
    doors: ['restore'],
    writes: true,
    enter: (ask, { ids }) => one(ask('POST', `/api/records/deal/${ids.deletedDeal}/restore`)),
  },
  {
    name: 'restore, looked at before',
    doors: ['restore'],
    leadsTo: ['"records":1'],
    enter: (ask, { ids }) =>
      each([ids.deletedDeal, ids.hiddenDeal], (id) => ask('POST', '/api/records/deal/restore-preview', { ids: [id] })),
  },
  {
    name: 'restore of many',
    doors: ['bulk'],
    writes: true,
    enter: (ask, { ids }) =>
      each(['all', 'partial'], (mode) =>
        ask('POST', '/api/records/deal/bulk', { restore: [ids.deletedDeal, ids.hiddenDeal], mode }),
      ),
  },
  {
    name: 'export',
    doors: ['export'],
    grantedOnly: true,
    leadsTo: [secret, deal, vault, vaultCode, deleted, file],
    enter: async (ask, { ids }) => {
      const out = '/api/records/deal/export';
      return [
        ...(await all(['csv', 'json', 'jsonl'], ['', ...ROW_FIELDS, 'attachment'], (format, fields) =>
          ask('GET', `${out}?format=${format}${fields === '' ? '' : `&fields=${fields}`}`),
        )),
        ...(await each(PROBES, (filter) => ask('POST', out, { filter, fields: ['name'], values: 'canonical' }))),
        ...(await each(['secret', '-vault.code', 'amount', 'echo'], (sort) =>
          ask('POST', out, { sort, fields: ['name'] }),
        )),
        await ask('POST', out, { ids: [ids.hiddenDeal, ids.ownDeal, ids.deletedDeal] }),
        await ask('GET', `${out}?deleted=true`),
      ];
    },
  },
  {
    name: 'import',
    doors: ['import'],
    writes: true,
    enter: async (ask) => {
      const file = Buffer.from(
        `name,secret,locked,vault\nfirst deal,planted,planted,${vault}\n${deal},planted,planted,\n`,
      );
      const uploaded = await ask('POST', '/api/imports?object=deal&file_name=deals.csv', file);
      const asked = [uploaded, await ask('GET', '/api/imports')];
      const id =
        uploaded.status === 201
          ? (JSON.parse(uploaded.text).data.id as string)
          : '01890000-0000-7000-8000-000000000000';
      const at = `/api/imports/${id}`;
      asked.push(await ask('PATCH', at, { key_field: 'name' }));
      for (const step of ['check', 'run', 'undo']) {
        asked.push(await ask('POST', `${at}/${step}`));
        for (let tries = 0; tries < 100; tries++) {
          const now = await ask('GET', at);
          if (!/"state":"(checking|running|undoing)"/.test(now.text)) {
            asked.push(now);
            break;
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        if (step === 'check') asked.push(await ask('GET', `${at}/rows`), await ask('GET', `${at}/errors.csv`));
      }
      // All of these answers may speak of the file.
      return asked.map((answer) => ({ ...answer, sent: `${answer.sent} ${uploaded.sent}` }));
    },
  },
];

/** With one typo, so that an answer that has the word did not take it from the question. */
function mistyped(word: string): string {
  return word.slice(0, 4) + word.slice(5);
}

function one(exchange: Promise<Exchange>): Promise<Exchange[]> {
  return exchange.then((answer) => [answer]);
}

async function each<Item>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<Exchange>,
): Promise<Exchange[]> {
  const answers: Exchange[] = [];
  for (const [index, item] of items.entries()) answers.push(await ask(item, index));
  return answers;
}

function all<A, B>(
  first: readonly A[],
  second: readonly B[],
  ask: (a: A, b: B) => Promise<Exchange>,
): Promise<Exchange[]> {
  return each(
    first.flatMap((a) => second.map((b) => [a, b] as const)),
    ([a, b]) => ask(a, b),
  );
}
