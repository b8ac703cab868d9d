import { finished } from 'node:stream/promises';
import { StrataError } from '@stratacrm/sdk';
import type { Request, Response } from 'express';
import { problemOf } from './problem.ts';
import { stateOf } from './request-state.ts';
import type { Workspace } from './workspace.ts';

/** Answers with what is wrong. Where the answer has begun already its end is all that can tell. */
export async function answerProblem(
  workspace: Workspace,
  error: unknown,
  request: Request,
  response: Response,
): Promise<void> {
  const { locale, requestId, headers } = stateOf(response);
  const log = workspace.log.with({ requestId, method: request.method, path: request.path });
  const problem = problemOf(error, locale, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  await leaveNothingUnread(request, response);
  const text = JSON.stringify(problem);
  const seconds = error instanceof StrataError ? error.params['seconds'] : undefined;
  response
    .writeHead(problem.status, {
      ...headers,
      ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
      'Cache-Control': 'no-store',
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    })
    .end(text);
}

const LONGEST_REST = 2_000;

/**
 * What was left unread would be taken for the next request's beginning. Where there is to be none the connection ends with
 * the answer, and the sender, cut off while still sending, would never come to read it: so the rest is waited for.
 */
async function leaveNothingUnread(request: Request, response: Response): Promise<void> {
  request.resume();
  if (request.complete || response.shouldKeepAlive) return;
  await finished(request, { signal: AbortSignal.timeout(LONGEST_REST) }).catch(() => {});
}
