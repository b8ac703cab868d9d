import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EMPTY_HASH, signedHeaders, type AwsAccount } from './aws-signature.ts';
import type { ByteRange, FileStore, LocalFile } from './file-store.ts';

export interface S3Options {
  readonly endpoint: URL;
  readonly bucket: string;
  readonly account: AwsAccount;
}

/** A server that says nothing for so long is taken for dead. */
const SILENCE = 60_000;
/** What is read of an error's text. */
const LONGEST_ERROR = 4_000;

interface S3Call {
  method: 'PUT' | 'GET' | 'DELETE';
  key: string;
  headers?: Record<string, string>;
  body?: { hash: string; content: Readable };
}

/** A bucket of any server that speaks S3, addressed by path. Three requests are all it takes, so no SDK of 3 MB is needed. */
export class S3Store implements FileStore {
  #options: S3Options;

  constructor(options: S3Options) {
    this.#options = options;
  }

  /** The server compares the content with its signed hash before it keeps it. */
  async put(key: string, file: LocalFile): Promise<void> {
    const content = createReadStream(file.path);
    const headers = { 'content-length': String(file.size), 'content-type': 'application/octet-stream' };
    const answer = await this.#send({
      method: 'PUT',
      key,
      headers,
      body: { hash: file.hash.toString('hex'), content },
    });
    await requireSuccess(answer, [200, 201, 204]);
    answer.resume();
    await rm(file.path, { force: true });
  }

  async read(key: string, range: ByteRange | null): Promise<Readable | null> {
    const headers: Record<string, string> = range === null ? {} : { range: `bytes=${range.start}-${range.end}` };
    const answer = await this.#send({ method: 'GET', key, headers });
    if (answer.statusCode === 404) {
      answer.resume();
      return null;
    }
    await requireSuccess(answer, range === null ? [200] : [206]);
    return answer;
  }

  async remove(key: string): Promise<void> {
    const answer = await this.#send({ method: 'DELETE', key });
    await requireSuccess(answer, [200, 204, 404]);
    answer.resume();
  }

  async #send({ method, key, headers = {}, body }: S3Call): Promise<IncomingMessage> {
    const { endpoint, bucket, account } = this.#options;
    const url = new URL(endpoint);
    url.pathname = `${endpoint.pathname.replace(/\/$/, '')}/${bucket}/${key}`;
    const bodyHash = body?.hash ?? EMPTY_HASH;
    const signed = signedHeaders({ method, url, headers, bodyHash }, account, new Date());
    const request = (url.protocol === 'https:' ? https : http).request(url, { method, headers: signed });
    request.setTimeout(SILENCE, () => request.destroy(new Error('The S3 server does not answer')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    // A server that refuses may answer before all is sent, and its answer says more than the broken connection.
    const sent = body === undefined ? request.end() : pipeline(body.content, request).catch(() => {});
    const answer = await answered;
    await (answer.statusCode === 200 ? sent : undefined);
    return answer;
  }
}

async function requireSuccess(answer: IncomingMessage, expected: readonly number[]): Promise<void> {
  const status = answer.statusCode ?? 0;
  if (expected.includes(status)) return;
  let text = '';
  for await (const piece of answer as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (text.length > LONGEST_ERROR) break;
  }
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
  throw new Error(`The S3 server answered ${status} ${code}`.trim());
}
