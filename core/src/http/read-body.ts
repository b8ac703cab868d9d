import type { IncomingMessage } from 'node:http';
import { StrataError } from '@stratacrm/sdk';
import { requireShallow, unstorable } from './text-check.ts';

export const DEFAULT_BODY_LIMIT = 1_048_576;

/** Reads a JSON body; undefined when there is none. Throws for all that can be wrong with one. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return undefined;
  requireJsonType(request);
  const text = decode(bytes);
  requireShallow(text);
  const value = parse(text);
  const issues = unstorable(value);
  if (issues.length > 0) throw StrataError.invalid(issues);
  return value;
}

/** Of a body that is too large the rest is thrown away as it comes, so that the sender lives to read the answer. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(request, limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of piecesOf(request)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(request, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A sender who goes away half-way looks like any connection that is cut, and would be taken for the database's. */
async function* piecesOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch {
    throw new StrataError('malformed_json', { reason: { en: 'it was broken off', zh: '传输中断' } });
  }
}

function tooLarge(request: IncomingMessage, limit: number): StrataError {
  request.resume();
  return new StrataError('body_too_large', { limit: `${limit / 1_048_576} MiB` });
}

function requireJsonType(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const isJson = /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type) && !/charset=(?!"?utf-?8)/i.test(type);
  if (isJson && encoding === 'identity') return;
  throw new StrataError('unsupported_media_type', { expected: 'application/json; charset=utf-8' });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StrataError('malformed_json', { reason: { en: 'it is not UTF-8', zh: '不是 UTF-8 编码' } });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StrataError('malformed_json', { reason: error instanceof Error ? error.message : '' });
  }
}
