import { finished } from 'node:stream/promises';
import { StrataError } from '@stratacrm/sdk';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { apiRouter } from './api-router.ts';
import { createMetrics } from './metrics.ts';
import { problemOf } from './problem.ts';
import { limitRate } from './rate-limit.ts';
import { identify, receive, stateOf } from './request-state.ts';
import { routes } from './routes.ts';
import { securityHeaders, studioFiles } from './studio-files.ts';
import type { Workspace } from './workspace.ts';

/** The whole of HTTP: probes, the API, and the files of the Studio. */
export function createApp(workspace: Workspace): Express {
  const app = express();
  const metrics = createMetrics(workspace.database, () => workspace.model.catalog().release);
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  // A proxy on this machine may say for whom it asks.
  app.set('trust proxy', 'loopback');

  app.use(receive(workspace), securityHeaders);
  app.get('/metrics', (_request, response) => void response.type('text/plain; version=0.0.4').send(metrics.text()));
  app.use('/api', identify(workspace), limitRate(workspace.config.rateLimit));
  app.use(apiRouter(workspace, routes, metrics));
  app.use('/api', (request) => {
    throw new StrataError('not_found', { what: request.originalUrl.split('?')[0] ?? '' });
  });
  app.use(studioFiles());
  app.use((request) => {
    throw new StrataError('not_found', { what: request.path });
  });
  app.use(answerErrors(workspace));
  return app;
}

/** Express knows an error handler by its four parameters. */
function answerErrors(workspace: Workspace): ErrorRequestHandler {
  return async (error: unknown, request, response, _next) => {
    const { locale, requestId } = stateOf(response);
    const problem = problemOf(
      error,
      locale,
      workspace.log.with({ requestId, method: request.method, path: request.path }),
    );
    if (response.headersSent) {
      response.destroy();
      return;
    }
    await leaveNothingUnread(request, response);
    if ('seconds' in parametersOf(error) && !response.get('Retry-After'))
      response.set('Retry-After', String(parametersOf(error)['seconds']));
    response
      .status(problem.status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problem));
  };
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

function parametersOf(error: unknown): Record<string, unknown> {
  return error instanceof StrataError ? error.params : {};
}
