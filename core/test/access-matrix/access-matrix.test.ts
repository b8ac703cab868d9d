import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/http/routes.ts';
import { ApiClient } from '../../testing/api-client.ts';
import { DOORS as OTHER_DOORS, type Ask, type Exchange, type MatrixDoor } from './doors.ts';
import { installProbe, PLUGIN_DOORS } from './plugin-doors.ts';
import { RULES, type MatrixRule } from './rules.ts';
import { createWorld, fillWorld, type Reader, type World } from './world.ts';

/** Every door × every rule: what a rule withholds comes out of no door, changes through none, and influences no answer. */

const DOORS = [...OTHER_DOORS, ...PLUGIN_DOORS];

let world: World;
const readers = new Map<MatrixRule, Reader>();
const visited = new Set<string>();

const roleName = (rule: MatrixRule) => `matrix_${RULES.indexOf(rule)}`;

beforeAll(async () => {
  const roles = RULES.map(
    (rule) => [roleName(rule), { grants: rule.grants, rights: ['import', 'api_keys', 'purge'], ...rule.role }] as const,
  );
  world = await createWorld(Object.fromEntries(roles));
  await installProbe(world.api);
  for (const rule of RULES) readers.set(rule, await readerOf(rule));
});

async function readerOf(rule: MatrixRule): Promise<Reader> {
  const role = roleName(rule);
  const client = await world.api.person(role, rule.byKey === true ? ['administrator', role] : [role]);
  if (rule.byKey !== true) return { client, id: client.id };
  const { key } = await client.ok('POST', '/api/api-keys', { body: { name: 'limited', roles: [role] } });
  return { client: new ApiClient(world.api.url, key as string), id: client.id };
}

function asking(client: ApiClient): Ask {
  return async (method, path, body, headers = {}) => {
    const isFile = body instanceof Uint8Array;
    const content = body === undefined ? undefined : isFile ? new Uint8Array(body) : JSON.stringify(body);
    const response = await fetch(client.url + path, {
      method,
      headers: {
        authorization: `Bearer ${client.token}`,
        ...(body === undefined ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    visited.add(routeOf(method, path));
    const sent = `${decodeURIComponent(path.replaceAll('+', ' '))} ${isFile ? Buffer.from(body).toString() : (content ?? '')}`;
    return { sent, status: response.status, text: await response.text(), headers: response.headers };
  };
}

function routeOf(method: string, path: string): string {
  const parts = (path.split('?')[0] ?? '').split('/');
  const found = routes.find((route) => {
    const template = route.path.split('/');
    return (
      route.method === method &&
      template.length === parts.length &&
      template.every((part, index) => part.startsWith('{') || part === parts[index])
    );
  });
  return found?.id ?? `${method} ${path}`;
}

/** Also what stands in a text within the answer, whose quotes are escaped there. */
const told = (exchange: Exchange) =>
  `${exchange.text.replaceAll(String.raw`\"`, '"')}\n${[...exchange.headers].map((pair) => pair.join(': ')).join('\n')}`;

/** An answer may repeat what its own request said. */
const leaks = (exchange: Exchange, mark: string) =>
  told(exchange).includes(mark) && !exchange.sent.includes(mark.replaceAll('"', ''));

/** What differs between two equal requests: clocks and counters. */
const steady = ({ status, text }: Exchange) =>
  `${status} ${text.replaceAll(/"(version|updated_at|at|score)":("[^"]*"|[\d.e-]+)/g, '"$1":0')}`;

async function protectedState(rule: MatrixRule): Promise<unknown> {
  const { text, values } = rule.protected(world);
  const { rows: planted } = await world.database.query(
    `select subject from core.record_share where reason = 'planted'`,
  );
  return [...(await world.database.query(text, values)).rows, ...planted];
}

/** The world as the rule finds it. */
async function fill(rule: MatrixRule): Promise<void> {
  await fillWorld(world, readers.get(rule)!);
  await rule.prepare?.(world, readers.get(rule)!);
}

describe.each(RULES)('$name', (rule) => {
  beforeAll(() => fill(rule));

  it.each(DOORS)('holds at the door "$name"', async (door: MatrixDoor) => {
    if (door.writes === true) await fill(rule);
    const before = await protectedState(rule);
    const exchanges = await door.enter(asking(readers.get(rule)!.client), world);
    expect(exchanges.filter(({ status }) => status >= 500).map(({ sent, text }) => `${sent} → ${text}`)).toEqual([]);
    const leaked = exchanges.flatMap((each) =>
      [...rule.hidden, ...(rule.hiddenIds?.(world) ?? [])]
        .filter((mark) => door.name !== 'reveal' || rule.revealed?.includes(mark) !== true)
        .filter((mark) => leaks(each, mark))
        .map((mark) => `${mark} by ${each.sent}: ${each.text}`),
    );
    expect(leaked).toEqual([]);
    const answers = exchanges.map(({ text }) => text).join('\n');
    const due = (door.grantedOnly === true ? [] : (rule.seen ?? [])).filter(
      (mark) => door.leadsTo?.includes(mark) === true,
    );
    expect(due.filter((mark) => !answers.includes(mark))).toEqual([]);
    expect(await protectedState(rule)).toEqual(before);
  });

  it.runIf(rule.change.length > 0)('lets nothing hidden influence what a reading door tells', async () => {
    await fill(rule);
    const ask = asking(readers.get(rule)!.client);
    const reading = DOORS.filter((door) => door.writes !== true && door.name !== 'views');
    const answer = async (door: MatrixDoor) => ({
      door: door.name,
      answers: (await door.enter(ask, world)).map(steady),
    });
    // All at once, and then the one that is told of everything: by then what filled the world has been told.
    const [live, others] = [true, false].map((isLive) =>
      reading.filter(({ name }) => (name === 'live updates') === isLive),
    );
    const answers = async () => [
      ...(await Promise.all(others!.map(answer))),
      ...(await Promise.all(live!.map(answer))),
    ];
    const before = await answers();
    for (const statement of rule.change) await world.database.query(statement);
    expect(await answers()).toEqual(before);
  });
});

describe('the matrix itself', () => {
  it('is entered through doors that lead somewhere', async () => {
    const rule = RULES[0]!;
    await fillWorld(world, readers.get(rule)!);
    const ask = asking(world.api.admin);
    for (const door of DOORS) {
      const texts = (await door.enter(ask, world)).map(told).join('\n');
      for (const mark of door.leadsTo ?? [])
        expect({ door: door.name, mark, found: texts.includes(mark) }).toMatchObject({ found: true });
      if (door.writes === true) await fillWorld(world, readers.get(rule)!);
    }
  });

  it('knows every door of the route table', () => {
    const known = new Set<string>(DOORS.flatMap((door) => door.doors));
    const outside = new Set(['none', 'people', 'configuration']);
    const missing = routes.filter((route) => !outside.has(route.door) && !known.has(route.door));
    expect(missing.map((route) => `${route.id} (${route.door})`)).toEqual([]);
  });

  it('has gone through every route that shows or changes records or the model', () => {
    const guarded = routes.filter((route) => !['none', 'people', 'configuration'].includes(route.door));
    expect(guarded.filter((route) => !visited.has(route.id)).map((route) => route.id)).toEqual([]);
  });

  it('finds administration closed to everybody else', async () => {
    const ask = asking(readers.get(RULES[1]!)!.client);
    for (const route of routes.filter((each) => each.door === 'configuration')) {
      const path = route.path.replaceAll(/\{\w+\}/g, '1');
      const answer = await ask(
        route.method,
        path,
        route.method === 'GET' || route.method === 'DELETE' ? undefined : {},
      );
      expect({ route: route.id, status: answer.status, code: JSON.parse(answer.text).code }).toEqual({
        route: route.id,
        status: 403,
        code: 'forbidden_right',
      });
    }
  });

  it('finds every route closed to those who are not signed in', async () => {
    for (const route of routes.filter((each) => each.for !== 'public')) {
      const response = await fetch(world.api.url + route.path.replaceAll(/\{\w+\}/g, '1'), { method: route.method });
      expect({ route: route.id, status: response.status }).toEqual({ route: route.id, status: 401 });
    }
  });
});
