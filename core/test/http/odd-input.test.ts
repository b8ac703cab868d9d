import { beforeAll, expect, it } from 'vitest';
import { ODD_TEXTS, ODD_VALUES } from '../../fuzz/odd-values.ts';
import { routes } from '../../src/http/routes.ts';
import type { Route } from '../../src/http/route.ts';
import type { Loose } from '../../testing/api-client.ts';
import type { OpenApiDocument } from '../../testing/api-description.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Every route is sent odd values at every place of its description: none may fault, hang, or tell its inside. */

let api: TestApi;
let document: OpenApiDocument;
let known: Record<string, string>;

beforeAll(async () => {
  api = await testApi({ demo: true });
  document = (await api.admin.description()).document;
  const first = async (path: string) => (await api.admin.ok('GET', path)).data[0].id as string;
  known = {
    object: 'account',
    id: await first('/api/records/account'),
    layer: 'workspace',
    kind: 'field',
    key: 'account.odd',
    number: '1',
  };
});

interface Attempt {
  path: string;
  body?: unknown;
}

/** A path with what is known to be there. */
function pathOf(route: Route, params: Record<string, string> = {}): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? known[name] ?? 'x'),
  );
}

function attempts(route: Route): Attempt[] {
  const base = pathOf(route);
  const names = Object.keys(route.params.shape);
  const inPath = names.flatMap((name) =>
    ODD_TEXTS.filter((text) => text !== '' && text !== '.').map((text) => ({
      path: pathOf(route, { [name]: text }),
      body: {},
    })),
  );
  const inQuery = Object.keys(route.query.shape).flatMap((name) =>
    ODD_TEXTS.map((text) => ({ path: `${base}?${name}=${encodeURIComponent(text)}`, body: {} })),
  );
  if (route.method === 'GET' || route.method === 'DELETE') return [...inPath, ...inQuery];
  const properties = propertiesOf(route);
  const inBody = [
    ...ODD_VALUES.map((body) => ({ path: base, body })),
    ...properties.flatMap((name) => ODD_VALUES.map((value) => ({ path: base, body: { [name]: value } }))),
  ];
  return [...inPath, ...inQuery, ...inBody];
}

/** Names that the body may have; of records, their fields. */
function propertiesOf(route: Route): string[] {
  const path = route.path.replace('{object}', 'account');
  const operation = (document.paths[path] ?? document.paths[route.path])?.[route.method.toLowerCase()];
  const schema = operation?.requestBody?.content['application/json'] as Loose;
  const name = /#\/components\/schemas\/(.+)/.exec(schema?.schema?.$ref ?? '')?.[1];
  const found = name === undefined ? schema?.schema : (document.components.schemas[name] as Loose);
  const more =
    route.id === 'putDocument'
      ? ['kind', 'name', 'object', 'type', 'label', 'options', 'to', 'expression', 'default', 'id', 'meta']
      : [];
  return [...Object.keys(found?.properties ?? {}), ...more];
}

async function attempt(route: Route, { path, body }: Attempt) {
  const withBody = route.method !== 'GET' && route.method !== 'DELETE';
  const began = performance.now();
  const response = await fetch(api.url + path, {
    method: route.method,
    headers: { authorization: `Bearer ${api.admin.token}`, 'content-type': 'application/json' },
    ...(withBody ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, seconds: (performance.now() - began) / 1000 };
}

/** What would end the test's own session, or change whom it acts for. */
const LEFT_OUT = new Set(['signOut', 'updateMe', 'signIn', 'publish', 'rollback']);

it.each(routes.filter((route) => !LEFT_OUT.has(route.id)).map((route) => [route.id, route] as const))(
  '%s',
  async (_id, route) => {
    const wrong: string[] = [];
    for (const each of attempts(route)) {
      const { status, text, seconds } = await attempt(route, each);
      const sent = `${route.method} ${each.path.slice(0, 200)} ${JSON.stringify(each.body)?.slice(0, 200)}`;
      if (status >= 500) wrong.push(`${sent} → ${text.slice(0, 300)}`);
      else if (status >= 400 && !text.startsWith('{"type":"/errors/'))
        wrong.push(`${sent} → no problem: ${text.slice(0, 200)}`);
      if (seconds > 5) wrong.push(`${sent} took ${seconds} s`);
    }
    expect(wrong).toEqual([]);
    expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
  },
  120_000,
);
