import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { StrataError } from '@stratacrm/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { PACKAGE_LIMITS } from './package-files.ts';
import { openRegistry, type PluginRegistry } from './registry.ts';

const TARBALL = Buffer.from('what its author published');

let server: Server;
let registry: PluginRegistry;
let base: string;
/** The same server by another name. */
let elsewhere: string;
const shut = outboundPolicy([]);
/** Where a request for the tarball is sent on to, if anywhere. */
let onwards = '';
/** What it says of the one version there is. */
let dist: { tarball: string; integrity?: string; shasum?: string };
/** What it hands over as the tarball. */
let content = TARBALL;
/** What it was asked, and with which right. */
let asked: string[] = [];

const integrityOf = (bytes: Buffer): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const shaOf = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    asked.push(`${url} ${headers.authorization ?? ''}`.trim());
    if (url.startsWith('/moved/')) return response.writeHead(302, { location: onwards }).end();
    if (url === '/closed') return response.writeHead(401).end();
    if (url.endsWith('.tgz')) return response.end(content);
    if (url === '/odd') return response.end('<html>no registry</html>');
    const versions = { '1.0.0': { name: 'rooms', version: '1.0.0', dist } };
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ name: 'rooms', 'dist-tags': { latest: '1.0.0' }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  elsewhere = base.replace('127.0.0.1', 'localhost');
  registry = openRegistry(base, shut);
  dist = { tarball: `${base}/rooms/-/rooms-1.0.0.tgz` };
});

afterAll(() => server.close());

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StrataError)) throw new Error(`It was not refused: ${String(error)}`);
  return `${error.code} ${JSON.stringify(error.params)}`;
}

it('a tarball is taken that is what the registry says of it, by either of the digests it may keep', async () => {
  for (const known of [{ integrity: integrityOf(TARBALL) }, { shasum: shaOf(TARBALL) }]) {
    dist = { tarball: dist.tarball, ...known };
    expect(await registry.download('rooms', 'latest')).toEqual(TARBALL);
  }
});

it('one that was changed on its way, or of which nothing is known, is refused', async () => {
  content = Buffer.from('what somebody else put there');
  for (const known of [{ integrity: integrityOf(TARBALL) }, { shasum: shaOf(TARBALL) }, {}]) {
    dist = { tarball: dist.tarball, ...known };
    expect(await refused(registry.download('rooms', '1.0.0'))).toMatch(/plugin_package_refused.*not what the registry/);
  }
  // A weak digest that fits does not stand for a strong one that does not.
  dist = { tarball: dist.tarball, integrity: integrityOf(TARBALL), shasum: shaOf(content) };
  expect(await refused(registry.download('rooms', '1.0.0'))).toContain('plugin_package_refused');
  content = TARBALL;
});

it('nobody is asked whom the operator did not name, and a token goes to that registry alone', async () => {
  dist = { tarball: 'http://169.254.169.254/latest/meta-data.tgz', integrity: integrityOf(TARBALL) };
  expect(await refused(registry.download('rooms', '1.0.0'))).toMatch(/keeps it elsewhere/);
  for (const name of ['../etc', 'a/b/c', '@a', '%2e%2e', 'http://elsewhere.example/x'])
    expect(await refused(registry.versions(name))).toContain('plugin_not_found');
  asked = [];
  dist = { tarball: `${base}/rooms/-/rooms-1.0.0.tgz`, integrity: integrityOf(TARBALL) };
  await openRegistry(base.replace('http://', 'http://secret@'), shut).download('rooms', '1.0.0');
  expect(asked).toEqual(['/rooms Bearer secret', '/rooms/-/rooms-1.0.0.tgz Bearer secret']);
  asked = [];
  dist = { tarball: `${base}/moved/rooms-1.0.0.tgz`, integrity: integrityOf(TARBALL) };
  onwards = `${elsewhere}/rooms/-/rooms-1.0.0.tgz`;
  const named = openRegistry(base.replace('http://', 'http://secret@'), outboundPolicy(['localhost']));
  expect(await named.download('rooms', '1.0.0')).toEqual(TARBALL);
  expect(asked.slice(1)).toEqual(['/moved/rooms-1.0.0.tgz Bearer secret', '/rooms/-/rooms-1.0.0.tgz']);
  // Within itself it leads wherever it likes.
  onwards = '/rooms/-/rooms-1.0.0.tgz';
  expect(await registry.download('rooms', '1.0.0')).toEqual(TARBALL);
});

it('where it leads on is looked at as everything outside is, however it is spelt', async () => {
  const hits: string[] = [];
  const victim = createServer(({ url = '' }, response) => {
    hits.push(url);
    response.end(TARBALL);
  });
  await new Promise<void>((resolve) => victim.listen(0, '::', resolve));
  const { port } = victim.address() as AddressInfo;
  dist = { tarball: `${base}/moved/rooms-1.0.0.tgz`, integrity: integrityOf(TARBALL) };
  const hosts = ['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', '0', '[::1]', '[::]'];
  const wrapped = ['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', 'user:word@localhost', 'localhost.'];
  for (const host of [...hosts, ...wrapped]) {
    onwards = `http://${host}:${port}/secret`;
    expect(await refused(registry.download('rooms', '1.0.0')), host).toMatch(/unavailable.*leads on to/);
  }
  for (const place of ['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'https://[fd00:ec2::254]/']) {
    onwards = place;
    expect(await refused(registry.download('rooms', '1.0.0')), place).toMatch(/unavailable.*leads on to/);
  }
  // Each hop, not the first alone: one that is allowed leads on to one that is not.
  onwards = `${elsewhere}/moved/again`;
  const named = openRegistry(base, outboundPolicy(['localhost']));
  expect(await refused(named.download('rooms', '1.0.0'))).toContain('plugin_registry_unavailable');
  expect(hits).toEqual([]);
  victim.close();
});

it('a registry that is a part of a host is asked in that part alone', async () => {
  asked = [];
  dist = { tarball: `${base}/npm/rooms/-/rooms-1.0.0.tgz`, integrity: integrityOf(TARBALL) };
  const part = openRegistry(`${base}/npm`, shut);
  expect(await part.download('rooms', '1.0.0')).toEqual(TARBALL);
  expect(asked).toEqual(['/npm/rooms', '/npm/rooms/-/rooms-1.0.0.tgz']);
});

it('what is wrong with it is told in words', async () => {
  expect(await refused(registry.versions('closed'))).toMatch(/does not let this server in \(HTTP 401\).*拒绝本服务器/);
  const nobody = openRegistry('http://127.0.0.1:1', shut);
  expect(await refused(nobody.versions('rooms'))).toMatch(/nothing listens there.*没有服务/);
});

it('what is too large is left before it has come, and what is no registry is told', async () => {
  content = Buffer.alloc(PACKAGE_LIMITS.tarball + 1);
  dist = { tarball: dist.tarball, integrity: integrityOf(content) };
  expect(await refused(registry.download('rooms', '1.0.0'))).toContain('too large');
  content = TARBALL;
  expect(await refused(registry.versions('odd'))).toContain('plugin_registry_unavailable');
});
