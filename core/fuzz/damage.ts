import type { Random } from '../testing/random.ts';
import { ODD_TEXTS, ODD_VALUES } from './odd-values.ts';
import type { RawRequest } from './raw-request.ts';

/** Harms a body while it is still a value. */
export type ValueDamage = (value: unknown, random: Random) => unknown;

/** Harms a request on its way. */
export type WireDamage = (request: RawRequest, random: Random) => RawRequest;

const extremes: readonly unknown[] = [
  ...ODD_VALUES,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  5e-324,
  2 ** 31,
  -(2 ** 63),
  'a\u0000b',
  'a\ud800b',
  '\udfff',
  'x'.repeat(70_000),
  '上'.repeat(30_000),
  'e\u0301'.repeat(5_000),
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  '-9999999999999999999999.99',
  '0001-01-01',
  '-000044-03-15',
  '275760-09-13',
  '2026-02-30',
  '2026-11-21T24:00:00+99:99',
  'true && '.repeat(2_000),
  'name == "x" || '.repeat(500) + 'true',
  '!'.repeat(3_000) + 'true',
  '-'.repeat(3_000) + '1',
  'name.contains(name.contains(name))',
  '[1,2,3].exists(x, [1,2,3].exists(y, [1,2,3].exists(z, x == y)))',
  'a'.repeat(200) + '==1',
  '1/0 == 1',
  '9223372036854775807 + 1 > 0',
  'timestamp("0000-00-00T00:00:00Z") < now()',
  nested('a', 40),
  Array.from({ length: 12_000 }, () => ({})),
  Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`p${n}`, n])),
  { $ref: '#/' },
  { then: 1, toJSON: 'x', length: -1 },
];

function nested(key: string, depth: number): unknown {
  return depth === 0 ? null : { [key]: nested(key, depth - 1) };
}

/** Each kind of harm to a value; one of them, at one random place of it, is done. */
export const VALUE_DAMAGES: Readonly<Record<string, ValueDamage>> = {
  'another value': (_, random) => random.pick(extremes),
  'another text': (_, random) => random.pick(ODD_TEXTS),
  'as a text': (value) => JSON.stringify(value) ?? '',
  'as a list': (value) => [value],
  'within an object': (value) => ({ value }),
  'a thousand times': (value) => Array.from({ length: Math.min(1_000, timesWithin(value)) }, () => value),
  'an unknown property': (value, random) =>
    isPlain(value) ? { ...value, [random.pick(['colour', '__proto__', 'a\u0000', '', 'Id', 'ID'])]: 1 } : { x: value },
  'a property less': (value, random) => {
    if (!isPlain(value)) return undefined;
    const gone = random.pick(Object.keys(value));
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone));
  },
  'in another order': (value) => {
    if (Array.isArray(value)) return value.toReversed();
    return isPlain(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value;
  },
  'a number gone wild': (value, random) =>
    typeof value === 'number' ? value * random.pick([-1, 1e15, 1e-15, Number.MAX_VALUE]) : random.integer(-9, 9),
  'a text grown': (value, random) =>
    String(value)
      .slice(0, 1_000)
      .repeat(random.pick([2, 100, 3_000]))
      .slice(0, 300_000),
};

/** A body that is larger is refused before it is read; a thousand times a thousand of the longest text could not even be made. */
const LARGEST = 20_000_000;

function timesWithin(value: unknown): number {
  return Math.ceil(LARGEST / ((JSON.stringify(value)?.length ?? 0) + 1));
}

/** Does one harm at one place of the value. */
export function damageValue(value: unknown, random: Random, harm: ValueDamage): unknown {
  const inside = random.chance(0.75);
  if (inside && Array.isArray(value) && value.length > 0) {
    const at = random.integer(0, value.length - 1);
    return value.map((each: unknown, index) => (index === at ? damageValue(each, random, harm) : each));
  }
  if (inside && isPlain(value) && Object.keys(value).length > 0) {
    const name = random.pick(Object.keys(value));
    return { ...value, [name]: damageValue(value[name], random, harm) };
  }
  return harm(value, random);
}

const ODD_BODIES: readonly string[] = [
  '',
  ' ',
  'null',
  '0',
  '"text"',
  '[]',
  '{',
  '{"a":}',
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}{"a":2}',
  '{"a":1} // said',
  '{"name":"a","name":"b"}',
  '{"a":NaN}',
  '{"a":1e999,"b":-1e999}',
  `{"a":${'9'.repeat(10_000)}}`,
  '\ufeff{"a":1}',
  '{"a":"\\u0000\\ud800"}',
  '{"a":"\n"}',
  '['.repeat(50_000),
  '{"a":'.repeat(60) + '1' + '}'.repeat(60),
  `${'[0,'.repeat(20_000)}0${']'.repeat(20_000)}`,
];

const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ['Accept-Language', 'zh-CN;q=9,*;q=-1,,;;,en'],
  ['Accept-Language', 'x'.repeat(5_000)],
  ['Accept', 'text/html;q=0'],
  ['Authorization', 'Basic YWRtaW46YWRtaW4='],
  ['Authorization', 'Bearer '],
  ['Authorization', `Bearer ${'x'.repeat(8_000)}`],
  ['Authorization', 'Bearer \xff\xfe\x80'],
  ['Cookie', 'strata_session=%00%ff; strata_session=\x80; ='],
  ['Cookie', `a=${'b'.repeat(7_000)}`],
  ['If-Match', '"99999999999999999999"'],
  ['If-Match', '"1", "2"'],
  ['If-Match', '\xe4'],
  ['If-None-Match', '"\\"'],
  ['Idempotency-Key', 'k'.repeat(300)],
  ['Idempotency-Key', '\xe4\xb8\xad'],
  ['Idempotency-Key', 'the-same-key'],
  ['X-Request-Id', '../../{{7*7}}'],
  ['X-Forwarded-For', 'not an address'],
  ['X-Forwarded-For', '::1, 999.999.999.999, fe80::1%eth0, \xff'],
  ['X-Forwarded-Proto', 'gopher'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Strata-Client', 'studio'],
  ['Origin', 'null'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Range', 'bytes=0-,-1,5-2'],
  ['Expect', '100-continue'],
  ['Expect', 'wonders'],
  ['Upgrade', 'websocket'],
  ['User-Agent', '\x80\xff'.repeat(1_000)],
  ['TE', 'trailers, deflate'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'br, br, br'],
  ['Content-Length', '0'],
  ['Content-Length', '-1'],
  ['Content-Length', '99999999999999'],
  ['Transfer-Encoding', 'chunked'],
  ['Transfer-Encoding', 'chunked, gzip'],
  ['X-Long', 'y'.repeat(20_000)],
  ['Bad\x01Name', 'x'],
  ['Host', 'a b c'],
  ['Host', ''],
];

const ODD_TYPES = [
  '',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=',
  'application/json; charset=utf-16',
  'application/json; charset="utf-8',
  'application/merge-patch+json',
  'application/xml',
  'application/json;'.repeat(200),
  'json',
];

/** Each kind of harm on the way. */
export const WIRE_DAMAGES: Readonly<Record<string, WireDamage>> = {
  'another body': (request, random) => withBody(request, Buffer.from(random.pick(ODD_BODIES))),
  'half a text': (request, random) => {
    const text = request.body.toString('utf8');
    return withBody(request, Buffer.from(text.slice(0, random.integer(0, text.length))));
  },
  'a wrong byte': (request, random) => {
    const body = Buffer.from(request.body);
    if (body.length > 0) body[random.integer(0, body.length - 1)] = random.integer(0, 255);
    return withBody(request, body);
  },
  'broken off': (request, random) => ({ ...request, breakOffAt: random.integer(0, request.body.length) }),
  'an odd header': (request, random) => withHeader(request, random.pick(ODD_HEADERS)),
  'a hundred headers': (request, random) => ({
    ...request,
    headers: [
      ...request.headers,
      ...Array.from({ length: 100 }, (_, n) => [`X-${n}`, random.pick(ODD_TYPES)] as const),
    ],
  }),
  'another media type': (request, random) => withHeader(request, ['Content-Type', random.pick(ODD_TYPES)]),
  'no headers': (request) => ({ ...request, headers: request.headers.filter(([name]) => name === 'Connection') }),
  'another method': (request, random) => ({
    ...request,
    method: random.pick(['get', 'HEAD', 'OPTIONS', 'TRACE', 'PURGE', 'PUT', 'PATCH', 'DELETE', 'POST', 'G\x01T']),
  }),
  'another address': (request, random) => ({ ...request, target: oddTarget(request.target, random) }),
  'another HTTP': (request, random) => ({
    ...request,
    version: random.pick(['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP', '']),
  }),
};

function oddTarget(target: string, random: Random): string {
  const [path = '', query = ''] = target.split('?');
  return random.pick([
    `/${target}`,
    `${path}/`,
    `${path}/../../${path}`,
    path.replaceAll('/', '%2f'),
    `${path}%00?${query}`,
    `${path}%ff%fe?${query}`,
    `${path}/%E0%A4%A?${query}`,
    `${path}?${query}&${query}`,
    `${path}?${'a=1&'.repeat(2_000)}`,
    `${path}?=&&==&%=%&[]=1&a[b][c]=2&__proto__=3`,
    `${path}?limit=${'9'.repeat(50)}&limit=1`,
    `http://evil.example${target}`,
    `${path}?${query}#fragment`,
    path.toUpperCase(),
    `${path};jsessionid=1`,
    '*',
    `/${'a/'.repeat(3_000)}`,
    target.replaceAll(/[\w-]{36}/g, random.pick(ODD_TEXTS.map(encodeURIComponent))),
  ]);
}

function withBody(request: RawRequest, body: Buffer): RawRequest {
  return withHeader({ ...request, body }, ['Content-Length', String(body.length)]);
}

function withHeader(request: RawRequest, header: readonly [string, string]): RawRequest {
  const others = request.headers.filter(([name]) => name.toLowerCase() !== header[0].toLowerCase());
  return { ...request, headers: [...others, header] };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
