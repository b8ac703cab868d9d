import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { definePlugin, hook, label, may, pluginFunction } from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import { packedPlugin } from '../testing/plugin-packages.ts';
import { BenchApi, startServer } from './bench-api.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import { compare } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Load } from './load.ts';
import type { Settings } from './settings.ts';
import { median } from './times.ts';
import { untilNothingFollows } from './until-nothing-follows.ts';

const text = label('Bench', '测试');
const BULK = 500;
const COLD_CALLS = 20;
const idle = (): void => {};
const { private: key, public: publicKey } = newPublisherKey();

/** What the code of plugins costs those who save, and those who only have them installed. */
export async function benchPlugins(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const url = await postgres.copyOf({ name: 'empty', key: '', fill: async () => {} });
  const server = await startServer(url);
  const database = await postgres.open(url);
  try {
    const api = await BenchApi.signIn(server.url);
    // What is put off by one side would else be done at the expense of the other.
    const rest = (): Promise<void> => untilNothingFollows(database);
    const creates = (kind: string, rows: number): Load => ({ ...creating(api, kind, rows), rest });
    await api.publish([...things('plain'), ...things('hooked')]);
    await api.call('POST', '/api/plugin-publishers', { key: publicKey, name: 'Bench' });
    await install(api, hooked(), HOOK_CODE);
    await sleep(2_000);
    // Before the others, whose thousands of records are still being put into the search index long after.
    const alone = await oneByOne(api, settings);
    const single = await compare(
      {
        yardstick: creates('plain', 1),
        sides: [{ name: 'create with a trivial hook', load: creates('hooked', 1), goal: { atLeast: 70 } }],
      },
      settings,
    );
    const bulk = await compare(
      {
        yardstick: creates('plain', BULK),
        sides: [
          {
            name: `bulk create ${BULK} with a trivial hook`,
            load: creates('hooked', BULK),
            goal: { atLeast: 60 },
          },
        ],
      },
      settings,
    );
    const { bare_p50_ms: bare = 0, p50_ms: ours = 0 } = single[0]?.beside ?? {};
    const added: Figure = {
      name: 'what the hook adds to a create, one after the other, median',
      unit: 'ms',
      value: alone.hooked - alone.plain,
      goal: { atMost: 0.5 },
      // With ten connections each waits for nine others, so that what one takes is counted ten times over.
      beside: { without_ms: alone.plain, with_ms: alone.hooked, added_at_ten_connections_ms: ours - bare },
    };
    return [...single, added, ...bulk, ...(await manyPlugins(api, server.process.pid ?? 0, settings))];
  } finally {
    await database.close();
    await server.stop();
  }
}

/** How long a create takes while nothing else is asked, with the hook and without, in turn. */
async function oneByOne(api: BenchApi, settings: Settings): Promise<{ plain: number; hooked: number }> {
  const times = { plain: [] as number[], hooked: [] as number[] };
  const inTurn = async (): Promise<void> => {
    for (const kind of ['plain', 'hooked'] as const) {
      const began = performance.now();
      await api.call('POST', `/api/records/${kind}_thing`, THING);
      times[kind].push(performance.now() - began);
    }
  };
  const { warmUp, warmUpSeconds, rounds, seconds } = settings;
  // As for all others, until what runs is compiled: of the first five hundred it is not.
  const warm = performance.now() + warmUpSeconds * 1000;
  for (let n = 0; n < warmUp && performance.now() < warm; n++) await inTurn();
  times.plain.length = times.hooked.length = 0;
  // For as long as two that are put under load: what the machine does in one second is not what it does in the next.
  const end = performance.now() + 2 * rounds * seconds * 1000;
  while (performance.now() < end) await inTurn();
  return { plain: median(times.plain), hooked: median(times.hooked) };
}

const THING = { name: 'A thing', note: 'a note', size: '1.5', kind: 'one', about: 'what one writes of a thing' };

/** As many that nobody calls, and what the first call of one of them takes. */
async function manyPlugins(api: BenchApi, pid: number, settings: Settings): Promise<Figure[]> {
  const many = settings.rounds > 1 ? 100 : 5;
  await sleep(3_000);
  const before = familyMegabytes(pid);
  for (let n = 0; n < many; n++) await install(api, quiet(n), QUIET_CODE);
  await sleep(3_000);
  const after = familyMegabytes(pid);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let n = 0; n < Math.min(many, COLD_CALLS); n++) {
    for (const times of [cold, warm]) {
      const began = performance.now();
      await api.call('POST', `/api/plugins/com.example.quiet${n}/functions/go`, {});
      times.push(performance.now() - began);
    }
  }
  return [
    {
      name: `${many} plugins installed and idle`,
      unit: 'MB',
      value: after - before,
      goal: { atMost: 300 },
      beside: {},
    },
    {
      name: 'first call of a plugin, median',
      unit: 'ms',
      value: median(cold),
      goal: { atMost: 50 },
      beside: { slowest: Math.max(...cold), second_call: median(warm) },
    },
  ];
}

/** The server and the processes it has begun. */
function familyMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  return rows
    .filter(([own, parent]) => own === pid || parent === pid)
    .reduce((sum, [, , kilobytes]) => sum + kilobytes / 1_024, 0);
}

async function install(api: BenchApi, plugin: ReturnType<typeof definePlugin>, code: string): Promise<void> {
  const body = packedPlugin(plugin, { signer: { key, publisher: 'Bench' }, code });
  const response = await fetch(`${api.url}/api/plugin-packages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
  });
  if (!response.ok) throw new Error(`A package was refused: ${await response.text()}`);
  const { data } = (await response.json()) as { data: { digest: string } };
  const source = { digest: data.digest };
  const plan = await api.call<{ data: { package: { capabilities: { key: string }[] } } }>('POST', '/api/plugins/plan', {
    source,
  });
  const grants = plan.data.package.capabilities.map((each) => each.key);
  await api.call('POST', '/api/plugins/install', { source, grants });
}

function hooked(): ReturnType<typeof definePlugin> {
  return definePlugin({
    ...common('com.example.hooked', 'hkd'),
    capabilities: [may.records('hooked_thing', ['read', 'update'], '*', text)],
    code: [
      hook(
        { name: 'set', label: text, when: 'before', on: ['create'], object: 'hooked_thing', writes: ['note'] },
        () => [],
      ),
    ],
  });
}

const HOOK_CODE = `var plugin = { handlers: { 'hook/set': ({ records }) => records.map(() => ({ set: { note: 'seen' } })) } };`;

function quiet(n: number): ReturnType<typeof definePlugin> {
  return definePlugin({
    ...common(`com.example.quiet${n}`, `q${n}`),
    code: [pluginFunction({ name: 'go', label: text, roles: '*' }, idle)],
  });
}

/** As large as a plugin with a library or two in it. */
const QUIET_CODE = `var plugin = { handlers: { 'function/go': () => 1 } };
${Array.from({ length: 1_000 }, (_, n) => `plugin.f${n} = function (value) { return value === ${n} ? 'number ${n}' : [value, ${n}]; };`).join('\n')}`;

function common(id: string, prefix: string) {
  return { id, prefix, version: '1.0.0', engine: '>=0.1.0', label: text, description: text, documents: [] };
}

function creating(api: BenchApi, kind: string, rows: number): Load {
  const path = `/api/records/${kind}_thing`;
  const body = rows === 1 ? THING : { create: Array.from({ length: rows }, () => THING) };
  return {
    url: api.url,
    token: api.token,
    next: () => ({ method: 'POST', path: rows === 1 ? path : `${path}/bulk`, body }),
  };
}

function things(kind: string) {
  const object = `${kind}_thing`;
  const field = (name: string, type: string) => ({
    kind: 'field',
    key: `${object}.${name}`,
    body: { kind: 'field', object, name, label: text, type },
  });
  const body = { kind: 'object', name: object, label: text, label_plural: text, name_field: 'name' };
  return [
    { kind: 'object', key: object, body },
    field('name', 'text'),
    field('note', 'text'),
    field('size', 'decimal'),
    field('kind', 'text'),
    field('about', 'text'),
  ];
}
