import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Every sort of bad input gives a problem with a code and a place, changes nothing, and leaves the server alive. */

let api: TestApi;
let account: string;

beforeAll(async () => {
  api = await testApi();
  account = (await api.admin.ok('POST', '/api/records/account', { body: { name: 'Known Ltd' } })).data.id as string;
});

interface Sent {
  method?: string;
  path?: string;
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

async function send({ method, path = '/api/records/account', body, headers = {} }: Sent) {
  const response = await fetch(api.url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${api.admin.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    problem: text === '' ? null : (JSON.parse(text) as Loose),
  };
}

async function everything(): Promise<unknown> {
  const { rows } = await api.database.query(
    `select (select jsonb_agg(a order by a.id) from crm.account a) as accounts, (select count(*) from core.release) as releases`,
  );
  return rows;
}

/** What is sent, and what must be answered: status, code, and the place where there is one. */
const CASES: [name: string, sent: Sent, status: number, code: string, place?: { path: string; code: string }][] = [
  [
    'an unknown field',
    { body: '{"name":"X","colour":"red"}' },
    422,
    'invalid_input',
    { path: 'colour', code: 'unknown_field' },
  ],
  [
    'a field called constructor',
    { body: '{"name":"X","constructor":1}' },
    422,
    'invalid_input',
    { path: 'constructor', code: 'unknown_field' },
  ],
  [
    'a field called __proto__',
    { body: '{"name":"X","__proto__":{"name":"Y"}}' },
    422,
    'invalid_input',
    { path: '__proto__', code: 'unknown_property' },
  ],
  ['a wrong type', { body: '{"name":17}' }, 422, 'invalid_input', { path: 'name', code: 'wrong_type' }],
  ['a missing required field', { body: '{}' }, 422, 'invalid_input', { path: 'name', code: 'required' }],
  ['a list where an object belongs', { body: '[]' }, 422, 'invalid_input', { path: '', code: 'wrong_type' }],
  ['null where an object belongs', { body: 'null' }, 422, 'invalid_input', { path: '', code: 'wrong_type' }],
  [
    'a number beyond all bounds',
    { body: '{"name":"X","employees":1e999}' },
    422,
    'invalid_input',
    { path: 'employees', code: 'wrong_type' },
  ],
  ['no body', { method: 'POST', headers: { 'content-type': 'application/json' } }, 400, 'malformed_json'],
  ['half a body', { body: '{"name":"X"' }, 400, 'malformed_json'],
  ['a body that is not UTF-8', { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) }, 400, 'malformed_json'],
  ['a body of 5 MB', { body: JSON.stringify({ name: 'x'.repeat(5_000_000) }) }, 413, 'body_too_large'],
  [
    'a body of 5 MB for many records',
    { path: '/api/records/account/bulk', body: JSON.stringify({ create: [{ name: 'x'.repeat(5_000_000) }] }) },
    413,
    'body_too_large',
  ],
  ['deep JSON', { body: '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000) }, 400, 'body_too_deep'],
  ['deep JSON that never ends', { body: '['.repeat(900_000) }, 400, 'body_too_deep'],
  ['NUL in a text', { body: '{"name":"a\\u0000b"}' }, 422, 'invalid_input', { path: 'name', code: 'invalid_text' }],
  ['NUL in a field name', { body: '{"na\\u0000me":"a"}' }, 422, 'invalid_input', { path: '', code: 'invalid_text' }],
  ['a lone surrogate', { body: '{"name":"a\\ud800b"}' }, 422, 'invalid_input', { path: 'name', code: 'invalid_text' }],
  [
    'NUL in the query',
    { path: '/api/records/account?filter=name%20%3D%3D%20%22%00%22' },
    422,
    'invalid_input',
    { path: 'filter', code: 'invalid_text' },
  ],
  [
    'a lone surrogate in the query',
    { path: '/api/search?q=%ED%A0%80' },
    422,
    'invalid_input',
    { path: 'q', code: 'invalid_text' },
  ],
  ['NUL in the path', { path: '/api/records/acc%00ount' }, 422, 'invalid_input'],
  ['half an escape in the path', { path: '/api/records/%E0%A4%A' }, 422, 'invalid_input'],
  [
    'a form',
    { body: 'name=X', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  [
    'another charset',
    { body: '{"name":"X"}', headers: { 'content-type': 'application/json; charset=gb18030' } },
    415,
    'unsupported_media_type',
  ],
  ['a packed body', { body: '{"name":"X"}', headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
  [
    'an unknown query parameter',
    { path: '/api/records/account?fliter=true' },
    422,
    'invalid_input',
    { path: 'fliter', code: 'unknown_property' },
  ],
  [
    'a parameter given twice',
    { path: '/api/records/account?limit=1&limit=2' },
    422,
    'invalid_input',
    { path: 'limit', code: 'given_twice' },
  ],
  [
    'a limit that is no number',
    { path: '/api/records/account?limit=many' },
    422,
    'invalid_input',
    { path: 'limit', code: 'invalid_format' },
  ],
  ['an unknown address', { path: '/api/nothing' }, 404, 'not_found'],
  ['an unknown method', { method: 'PUT', path: '/api/records/account' }, 405, 'method_not_allowed'],
  ['an unknown object', { path: '/api/records/acount' }, 404, 'unknown_object'],
  ['an object called constructor', { path: '/api/records/constructor' }, 404, 'unknown_object'],
  ['an object called __proto__', { path: '/api/records/__proto__' }, 404, 'unknown_object'],
  ['an id that is none', { path: '/api/records/account/17' }, 404, 'record_not_found'],
  [
    'an id of no record',
    { path: '/api/records/account/01890000-0000-7000-8000-000000000000' },
    404,
    'record_not_found',
  ],
  [
    'an unknown field to read',
    { path: '/api/records/account?fields=nmae' },
    422,
    'unknown_field',
    { path: 'fields.0', code: 'unknown_field' },
  ],
  ['an unknown kind of document', { path: '/api/studio/documents?kind=table' }, 404, 'unknown_kind'],
  ['an unknown layer', { method: 'POST', path: '/api/studio/plan', body: '{"layer":"attic"}' }, 404, 'unknown_layer'],
  ['a release that is not there', { path: '/api/studio/releases/999' }, 404, 'unknown_release'],
  [
    'a release that is no number',
    { path: '/api/studio/releases/last' },
    422,
    'invalid_input',
    { path: 'number', code: 'invalid_format' },
  ],
  [
    'an Idempotency-Key with a space',
    { body: '{"name":"X"}', headers: { 'idempotency-key': 'a b' } },
    422,
    'invalid_input',
    { path: 'Idempotency-Key', code: 'invalid_format' },
  ],
];

describe('bad input', () => {
  it.each(CASES)('%s is refused', async (_name, sent, status, code, place) => {
    const before = await everything();
    const answer = await send(sent);
    expect({ status: answer.status, code: answer.problem?.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.problem).toMatchObject({
      type: `/errors/${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
    if (place !== undefined) expect(answer.problem.errors).toContainEqual(expect.objectContaining(place));
    expect(await everything()).toEqual(before);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  });

  it('that is too large is answered also to one who closes, and reads only when all is sent', async () => {
    const body = 'x'.repeat(20_000_000);
    const { port } = new URL(api.url);
    const socket = connect(Number(port), '127.0.0.1').pause();
    socket.write(
      `POST /api/records/account HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${api.admin.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
    );
    await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.write(body, resolve);
    });
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 [^]*body_too_large/);
  });

  it('gets a suggestion where a name is nearly right', async () => {
    expect((await send({ path: '/api/records/account?fliter=true' })).text).toContain('\\"filter\\"');
    expect((await send({ path: '/api/records/acount' })).text).toContain('\\"account\\"');
    expect((await send({ body: '{"nmae":"X"}' })).text).toContain('\\"name\\"');
  });

  it('is answered in the language asked for', async () => {
    const zh = await send({ path: '/api/nothing', headers: { 'accept-language': 'zh-CN,en;q=0.5' } });
    expect(zh.problem.title).toBe('未找到');
    const en = await send({ path: '/api/nothing', headers: { 'accept-language': 'fr, en;q=0.5, zh;q=0.1' } });
    expect(en.problem.title).toBe('Not found');
  });
});

describe('bad expressions', () => {
  it.each([
    ['a syntax error', 'name ==', 'expression_syntax'],
    ['an unknown name', 'nmae == "x"', 'expression_unknown_name'],
    ['an unknown operator', 'name === "x"', 'expression_syntax'],
    ['an unknown function', 'shout(name) == "X"', 'expression_unknown_function'],
    ['types that do not fit', 'name > 5', 'expression_type'],
    ['a number where a truth belongs', '1 + 1', 'expression_type'],
    ['too much of it', Array.from({ length: 900 }, () => 'name == "x"').join(' || '), 'expression_too_costly'],
    ['brackets without end', '('.repeat(9000), null],
  ])('%s is refused with a place', async (_name, filter, code) => {
    const answer = await send({ path: `/api/records/account/query`, body: JSON.stringify({ filter }) });
    expect(answer.status).toBe(422);
    const codes = [answer.problem.code, ...answer.problem.errors.map((each: { code: string }) => each.code)];
    if (code !== null) expect(codes).toContain(code);
    expect(answer.problem.errors[0]?.path ?? 'filter').toBe('filter');
  });
});

describe('references', () => {
  it('to what is not there, or not for the sender, are refused alike', async () => {
    const representative = await api.person('Rep', ['sales_representative']);
    const point = (to: string) =>
      representative.post('/api/records/contact', {
        body: { name: 'C', account: to },
        undescribed: true,
      });
    const [hidden, missing] = [await point(account), await point('01890000-0000-7000-8000-000000000000')];
    expect(hidden.body.errors).toContainEqual(
      expect.objectContaining({ path: 'account', code: 'reference_not_found' }),
    );
    expect(hidden.body).toEqual(missing.body);
  });
});

describe('publishing', () => {
  const field = (name: string) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/field/account.${name}`, {
      body: { kind: 'field', object: 'account', name, type: 'text', label: { en: name, zh: name } },
    });

  it('by two administrators at once makes one release after the other, never half of one', async () => {
    await field('twice');
    const before = (await api.admin.ok('GET', '/api/studio/releases')).data.length as number;
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => api.admin.post('/api/studio/publish', { body: { message: `${n}` } })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect(status).toBe(409);
      expect(['publish_in_progress', 'nothing_to_publish']).toContain(body.code);
    }
    expect((await api.admin.ok('GET', '/api/studio/releases')).data).toHaveLength(before + 1);
    expect((await api.admin.ok('GET', '/api/model')).objects.account.fields).toHaveProperty('twice');
  });

  it('of a draft with a problem says which document and why', async () => {
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/rule/broken', {
      body: {
        kind: 'rule',
        name: 'broken',
        object: 'account',
        type: 'validation',
        assert: 'record.no_such_field == 1',
        mode: 'enforce',
        label: { en: 'Broken', zh: '错误' },
        message: { en: 'Broken', zh: '错误' },
      },
    });
    const before = await everything();
    const refused = await api.admin.post('/api/studio/publish', { body: {} });
    expect(refused).toMatchObject({ status: 422, body: { code: 'publish_problems' } });
    expect(refused.body.errors.length).toBeGreaterThan(0);
    expect(await everything()).toEqual(before);
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/draft');
  });
});

describe('a fault of the server', () => {
  it('tells a reference and nothing of its inside', async () => {
    await api.database.query('alter table core.preference rename column value to gone');
    const answer = await send({ path: '/api/preferences' });
    await api.database.query('alter table core.preference rename column gone to value');
    expect(answer).toMatchObject({ status: 500, problem: { code: 'internal', errors: [] } });
    expect(answer.text).not.toMatch(/preference|column|select|\.ts/);
    expect(answer.problem.detail).toMatch(/reference [0-9a-f]{8}/);
  });
});
