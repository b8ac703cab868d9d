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
  // Events and not an iterator, which for the usual body of one piece takes longer than everything else about it.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void): void => {
      request.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
      finish();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) settle(() => reject(tooLarge(request, limit)));
    };
    const end = (): void => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const breakOff = (): void => settle(() => reject(brokenOff()));
    if (request.destroyed && !request.readableEnded) return breakOff();
    request.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
  });
}

/** A sender who goes away half-way looks like any connection that is cut, and would be taken for the database's. */
function brokenOff(): StrataError {
  return new StrataError('malformed_json', { reason: { en: 'it was broken off', zh: '传输中断' } });
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

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
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
