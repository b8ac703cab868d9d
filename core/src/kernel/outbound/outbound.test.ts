import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TryLater } from '../deliveries/carrier.ts';
import { outboundPolicy, parseAllowed } from './outbound-policy.ts';
import { outboundRequest, type OutboundRequest } from './outbound-request.ts';
import { isPublicAddress } from './public-address.ts';
import { resolveTarget } from './resolve-target.ts';

describe('A public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::10.0.0.1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    'localhost',
    '',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('A request to the outside', () => {
  let server: Server;
  let port: number;
  const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const open = outboundPolicy(['127.0.0.1']);
  const shut = outboundPolicy([]);

  beforeAll(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { url = '', method = '', headers } = request;
        seen.push({ method, url, headers, body: Buffer.concat(pieces).toString() });
        if (url.startsWith('/to?')) response.writeHead(302, { location: decodeURIComponent(url.slice(4)) }).end();
        else if (url === '/keep') response.writeHead(307, { location: '/end' }).end();
        else if (url === '/round') response.writeHead(302, { location: '/round' }).end();
        else if (url === '/big') response.end(Buffer.alloc(5_000));
        else if (url === '/hang') response.writeHead(200).write('x');
        else response.end('fine');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = (policy: typeof open, path: string, given: Partial<OutboundRequest> = {}) =>
    outboundRequest(policy, {
      method: 'GET',
      url: path.startsWith('http') ? path : `http://127.0.0.1:${port}${path}`,
      headers: {},
      signal: AbortSignal.timeout(5_000),
      ...given,
    });

  it('reaches what the operator allows, and nothing else that is not public, however it is spelt', async () => {
    expect((await ask(open, '/')).body.toString()).toBe('fine');
    const before = seen.length;
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      'localhost',
      'localhost.',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '0',
      '１２７.0.0.1',
    ])
      await expect(ask(shut, `http://${host}:${port}/`), host).rejects.toMatchObject({ code: 'outbound_refused' });
    expect(seen).toHaveLength(before);
  });

  it('speaks only HTTP, and carries no name and password in the address', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com', 'http://a:b@127.0.0.1/', 'http://', 'x'])
      await expect(ask(open, '/', { url })).rejects.toMatchObject({ code: 'outbound_url_invalid' });
  });

  it('looks at every address it is sent on to', async () => {
    await expect(ask(open, `/to?${encodeURIComponent('http://169.254.169.254/latest/')}`)).rejects.toMatchObject({
      code: 'outbound_refused',
    });
    await expect(ask(open, `/to?${encodeURIComponent('file:///etc/passwd')}`)).rejects.toMatchObject({
      code: 'outbound_url_invalid',
    });
    await expect(ask(open, '/round')).rejects.toMatchObject({ code: 'outbound_too_many_redirects' });
  });

  it('keeps its secrets from another host, and its body where the redirection says so', async () => {
    const headers = { authorization: 'Bearer x', 'x-key': 'y', 'content-type': 'text/plain' };
    const other = `http://localhost:${port}/other`;
    await ask(outboundPolicy(['127.0.0.1', '::1', 'localhost']), `/to?${encodeURIComponent(other)}`, {
      method: 'POST',
      headers,
      body: 'b',
    });
    expect(seen.at(-1)).toMatchObject({ method: 'GET', body: '', url: '/other' });
    expect(seen.at(-1)!.headers).not.toHaveProperty('authorization');
    expect(seen.at(-1)!.headers).not.toHaveProperty('x-key');
    await ask(open, '/keep', { method: 'POST', headers, body: 'b' });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: 'b', headers: { authorization: 'Bearer x' } });
  });

  it('reads no more than it was told to, waits no longer, and says when nobody is there', async () => {
    await expect(ask(open, '/big', { limit: 1_000 })).rejects.toMatchObject({ code: 'outbound_too_large' });
    const silent = ask(open, '/hang', { signal: AbortSignal.timeout(100) });
    await expect(silent).rejects.toMatchObject({ reason: { code: 'outbound_silent' } });
    await expect(ask(open, 'http://127.0.0.1:1/')).rejects.toMatchObject({ reason: { code: 'outbound_unreachable' } });
    await expect(resolveTarget('nobody.invalid', open)).rejects.toBeInstanceOf(TryLater);
  });

  it('takes ranges and hosts for the list of the operator', () => {
    expect(parseAllowed('10.0.0.0/8, intranet, fd00::/8')).toHaveLength(3);
    for (const wrong of ['10.0.0.0/40', '10.0.0', 'http://x', '', 'a b']) expect(parseAllowed(wrong)).toBeUndefined();
    expect(outboundPolicy(['10.0.0.0/8']).allows('x', '::ffff:10.0.0.1')).toBe(true);
  });
});
