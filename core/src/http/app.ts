import { StrataError } from '@stratacrm/sdk';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { answerProblem } from './answer-problem.ts';
import { apiRouter } from './api-router.ts';
import { createMetrics } from './metrics.ts';
import { workflowMetricText } from './workflow-metrics.ts';
import { stateOf } from './request-state.ts';
import { routes } from './routes.ts';
import { studioFiles } from './studio-files.ts';
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

  app.use(apiRouter(workspace, routes, metrics));
  app.use((_request, response, next) => {
    response.set(stateOf(response).headers);
    next();
  });
  const workflowText = workflowMetricText(workspace.database);
  app.get('/metrics', async (_request, response) => {
    const text = metrics.text() + (await workflowText());
    response.type('text/plain; version=0.0.4').send(text);
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
  return (error: unknown, request, response, _next) => answerProblem(workspace, error, request, response);
}
