import type { Database } from '../src/kernel/database.ts';
import { LIST_FIELDS } from './bare-columns.ts';
import { BenchApi, startServer } from './bench-api.ts';
import { REPRESENTATIVE, accountsTemplate } from './accounts-template.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import { startBareServer } from './bare-process.ts';
import { compare, type Comparison } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Load } from './load.ts';
import type { WireRequest } from './load-client.ts';
import type { Settings } from './settings.ts';
import { untilNothingFollows } from './until-nothing-follows.ts';
import { newAccount } from './new-account.ts';

/** Reads and writes of records through the whole server, each beside the same done by a bare one on the same database. */
export async function benchRecords(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const url = await postgres.copyOf(accountsTemplate(postgres, settings));
  const server = await startServer(url);
  const bare = await startBareServer(url);
  try {
    const admin = await BenchApi.signIn(server.url);
    const representative = await BenchApi.signIn(server.url, REPRESENTATIVE);
    const database = await postgres.open(url);
    try {
      const scene = await openScene(database, { bare: bare.url, admin, representative });
      const figures: Figure[] = [];
      for (const comparison of [...reads(scene), ...writes(scene)])
        figures.push(...(await compare(comparison, settings)));
      return figures;
    } finally {
      await database.close();
    }
  } finally {
    await bare.stop();
    await server.stop();
  }
}

/** Who is asked, and for what. */
interface Scene {
  readonly bare: (requests: () => WireRequest) => Load;
  readonly admin: (requests: () => WireRequest) => Load;
  readonly representative: (requests: () => WireRequest) => Load;
  /** Accounts that both the administrator and the representative see. */
  readonly ids: readonly string[];
  readonly owner: string;
  readonly administrator: string;
  readonly team: string;
  rest(): Promise<void>;
}

async function openScene(
  database: Database,
  { bare, admin, representative }: { bare: string; admin: BenchApi; representative: BenchApi },
): Promise<Scene> {
  const me = await representative.call<{ data: { id: string; teams: string[] } }>('GET', '/api/me');
  const [team = ''] = me.data.teams;
  const { rows } = await database.query<{ id: string }>(
    'select t.id from crm.account t join core."user" u on u.id = t.owner where u.team = $1 order by md5(t.id::text)',
    [team],
  );
  const from = (url: string, token?: string) => (requests: () => WireRequest) => ({
    url,
    ...(token !== undefined && { token }),
    next: requests,
  });
  return {
    bare: from(bare),
    admin: from(admin.url, admin.token),
    representative: from(representative.url, representative.token),
    ids: rows.map(({ id }) => id),
    owner: me.data.id,
    administrator: (await admin.call('GET', '/api/me')).data.id,
    team,
    rest: () => untilNothingFollows(database),
  };
}

const FILTER = 'industry == "retail" && employees > 1000';
const get = (path: string): WireRequest => ({ method: 'GET', path });

function listPath(filter: string): string {
  return `/api/records/account?fields=${LIST_FIELDS.join()}&filter=${encodeURIComponent(filter)}&sort=name&limit=50`;
}

function reads({ bare, admin, representative, ids, owner, team }: Scene): Comparison[] {
  const each = (request: (id: string) => WireRequest) => {
    let at = 0;
    return () => request(ids[at++ % ids.length]!);
  };
  const list = (): WireRequest => get(listPath(FILTER));
  const ofTeam = (): WireRequest => get(listPath(`${FILTER} && (owner == "${owner}" || owner.team == "${team}")`));
  const values = 'industry=retail&employees=1000';
  const read = (): (() => WireRequest) => each((id) => get(`/api/records/account/${id}`));
  const contacts =
    '/api/records/contact?fields=name,job_title,email,mobile,account.name,account.city&sort=name&limit=50';
  const groups: WireRequest = {
    method: 'POST',
    path: '/api/records/account/query',
    body: { group_by: ['industry'], aggregates: { n: 'count()', total: 'sum(annual_revenue)' } },
  };
  return [
    {
      yardstick: bare(each((id) => get(`/get?id=${id}`))),
      sides: [
        { name: 'get by id, administrator', load: admin(read()), goal: { atLeast: 60 } },
        { name: 'get by id, row rule', load: representative(read()), goal: { atLeast: 60 } },
      ],
      agree: (answer) => idsOf(answer),
    },
    {
      yardstick: bare(() => get(`/list?${values}`)),
      sides: [{ name: 'list 50 × 12, administrator', load: admin(list), goal: { atLeast: 75 } }],
      agree: idsOf,
    },
    {
      yardstick: bare(() => get(`/list_of_team?${values}&owner=${owner}&team=${team}`)),
      sides: [{ name: 'list 50 × 12, row rule', load: representative(list), goal: { atLeast: 75 } }],
      agree: idsOf,
    },
    {
      yardstick: admin(ofTeam),
      sides: [
        {
          name: "row rule beside the administrator's list of the same rows",
          load: representative(list),
          goal: { atLeast: 90 },
        },
      ],
      agree: idsOf,
    },
    {
      yardstick: bare(() => get('/contacts')),
      sides: [
        { name: 'list 50, account expanded, administrator', load: admin(() => get(contacts)), goal: { atLeast: 75 } },
      ],
      agree: idsOf,
    },
    {
      yardstick: bare(() => get('/groups')),
      sides: [{ name: 'group by, administrator', load: admin(() => groups), goal: { atLeast: 90 } }],
    },
  ];
}

function writes({ bare, admin, representative, ids, owner, administrator, rest }: Scene): Comparison[] {
  let n = 0;
  // Each creates records of his own, as people mostly do.
  const create = (of: string) => (): WireRequest => ({
    method: 'POST',
    path: '/api/records/account',
    body: newAccount(n++, of),
  });
  const update = (path: (id: string) => string) => (): WireRequest => ({
    method: 'PATCH',
    path: path(ids[n++ % ids.length]!),
    // Another value each time the same record is reached: what is so already is not stored by ours and is by the bare one.
    body: { employees: n % 4_999 },
  });
  const bulk = (path: string, columns: typeof newAccount, of: string) => (): WireRequest => ({
    method: 'POST',
    path,
    body: { create: Array.from({ length: 500 }, () => columns(n++, of)) },
  });
  const record = (id: string): string => `/api/records/account/${id}`;
  return [
    {
      yardstick: bare(() => ({ method: 'POST', path: '/create', body: bareAccount(n++, owner) })),
      sides: [
        { name: 'create, administrator', load: { ...admin(create(administrator)), rest }, goal: { atLeast: 45 } },
        { name: 'create, row rule', load: { ...representative(create(owner)), rest }, goal: { atLeast: 45 } },
      ],
    },
    {
      yardstick: bare(update((id) => `/update?id=${id}`)),
      sides: [
        { name: 'update one field, administrator', load: { ...admin(update(record)), rest }, goal: { atLeast: 45 } },
        {
          name: 'update one field, row rule',
          load: { ...representative(update(record)), rest },
          goal: { atLeast: 45 },
        },
      ],
    },
    {
      yardstick: bare(bulk('/bulk', bareAccount, owner)),
      sides: [
        {
          name: 'bulk create 500, administrator',
          load: { ...admin(bulk('/api/records/account/bulk', newAccount, administrator)), rest },
          goal: { atLeast: 50 },
        },
        {
          name: 'bulk create 500, row rule',
          load: { ...representative(bulk('/api/records/account/bulk', newAccount, owner)), rest },
          goal: { atLeast: 50 },
        },
      ],
    },
  ];
}

/** The ids of the answered rows: a bare server answers them bare, ours under `data`. */
function idsOf(answer: unknown): string[] {
  const rows = Array.isArray(answer) ? answer : [(answer as { data: unknown }).data].flat();
  return rows.map((row) => (row as { id: string }).id);
}

/** The same account with its amount in columns. */
function bareAccount(n: number, owner: string): Record<string, unknown> {
  const { annual_revenue: revenue, ...rest } = newAccount(n, owner);
  const { amount, currency } = revenue as { amount: string; currency: string };
  return { ...rest, annual_revenue: amount, annual_revenue__currency: currency, annual_revenue__base: amount };
}
