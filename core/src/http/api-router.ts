import { StrataError } from '@stratacrm/sdk';
import { Router } from 'express';
import { executeRoute } from './execute-route.ts';
import type { Metrics } from './metrics.ts';
import type { Method, Route } from './route.ts';
import type { Workspace } from './workspace.ts';

const REGISTER = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
} as const satisfies Record<Method, keyof Router>;

/** Every route of the table; a known path with another method is told which methods there are. */
export function apiRouter(workspace: Workspace, routes: readonly Route[], metrics: Metrics): Router {
  const router = Router({ caseSensitive: true });
  for (const route of routes) {
    router[REGISTER[route.method]](expressPath(route.path), async (request, response) => {
      const began = performance.now();
      response.once('finish', () => {
        metrics.observe(route.method, route.path, response.statusCode, (performance.now() - began) / 1000);
      });
      await executeRoute(workspace, route, request, response);
    });
  }
  for (const [path, methods] of methodsByPath(routes)) {
    router.all(expressPath(path), (request, response) => {
      const allowed = methods.join(', ');
      response.set('Allow', allowed);
      if (request.method === 'OPTIONS') response.status(204).end();
      else throw new StrataError('method_not_allowed', { method: request.method, allowed });
    });
  }
  return router;
}

/** `/api/records/{object}` → `/api/records/:object`. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodsByPath(routes: readonly Route[]): Map<string, Method[]> {
  const found = new Map<string, Method[]>();
  for (const { path, method } of routes) found.set(path, [...(found.get(path) ?? []), method]);
  return found;
}
