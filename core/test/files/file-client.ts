import http from 'node:http';
import { deflateSync, crc32 } from 'node:zlib';
import type { ApiClient, Loose } from '../../testing/api-client.ts';

const label = (text: string) => ({ en: text, zh: text });

/** An object `paper` with a file and two pictures, made as an administrator makes it. */
export async function makePapers(admin: ApiClient, roles: Record<string, Loose> = {}): Promise<void> {
  const put = (kind: string, key: string, body: Loose) =>
    admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  await put('object', 'paper', {
    name: 'paper',
    label: label('Paper'),
    label_plural: label('Papers'),
    name_field: 'title',
  });
  const fields = {
    title: { type: 'text' },
    scan: { type: 'file', max_size: 1, extensions: 'pdf, .TXT; zip' },
    annex: { type: 'file' },
    photo: { type: 'image', max_side: 100 },
  };
  for (const [name, body] of Object.entries(fields))
    await put('field', `paper.${name}`, { object: 'paper', name, label: label(name), ...body });
  for (const [name, body] of Object.entries(roles)) await put('role', name, { name, label: label(name), ...body });
  await admin.ok('POST', '/api/studio/publish', { body: { message: 'Papers' } });
  admin.forget();
}

export async function upload(client: ApiClient, name: string, body: Uint8Array, type?: string): Promise<Loose> {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  return (await client.call('POST', '/api/files', { query: { name }, body, headers, undescribed: true })).body;
}

export function download(client: ApiClient, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(client.url + path, { headers: { authorization: `Bearer ${client.token}`, ...headers } });
}

/** A black PNG of any size. */
export function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * height));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** Sends the head of an upload and as much of the body as is given, and then, where it is told so, hangs up. */
export function rawUpload(
  client: ApiClient,
  sent: { length?: number; pieces: readonly Uint8Array[]; hangUp?: boolean },
): Promise<{ status: number; text: string } | null> {
  const { hostname, port } = new URL(client.url);
  return new Promise((resolve) => {
    const request = http.request({
      hostname,
      port,
      path: '/api/files?name=raw.txt',
      method: 'POST',
      headers: {
        authorization: `Bearer ${client.token}`,
        ...(sent.length === undefined ? {} : { 'content-length': sent.length }),
      },
    });
    request.once('error', () => resolve(null));
    request.once('response', (response) => {
      let text = '';
      response.on('data', (piece) => (text += String(piece)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    for (const piece of sent.pieces) request.write(piece);
    if (sent.hangUp === true) setTimeout(() => request.destroy(), 100);
    else request.end();
  });
}
