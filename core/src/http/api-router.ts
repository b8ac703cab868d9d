import { StrataError } from '@stratacrm/sdk';
import type { Request, RequestHandler, Response } from 'express';
import { answerProblem } from './answer-problem.ts';
import { executeRoute } from './execute-route.ts';
import type { Metrics } from './metrics.ts';
import { limitKey, RateLimit } from './rate-limit.ts';
import { identify, receive, stateOf } from './request-state.ts';
import type { Method, Route } from './route.ts';
import { RouteTable, type FoundPlace } from './route-table.ts';
import type { Workspace } from './workspace.ts';

/**
 * Receives every request, answers those of the API and passes on the others. It is the first thing Express calls, and does
 * by itself what else would be a dozen of its layers, each of which looks at every request.
 */
export function apiRouter(workspace: Workspace, routes: readonly Route[], metrics: Metrics): RequestHandler {
  const table = new RouteTable(routes);
  const { rateLimit } = workspace.config;
  const limit = rateLimit === 0 ? null : new RateLimit(rateLimit);

  const answer = async (path: string, request: Request, response: Response): Promise<boolean> => {
    const isApi = API.test(path);
    if (isApi) {
      await identify(workspace, request, stateOf(response));
      if (limit !== null) countRequest(limit, request, response);
    }
    const place = table.find(path, methodOf(request));
    if (place === undefined) {
      if (isApi) throw new StrataError('not_found', { what: path });
      return false;
    }
    const route = place.methods.get(methodOf(request));
    if (route === undefined) refuseMethod(place, request, response);
    else await observed(metrics, route, response, executeRoute(workspace, route, request, response, place.params));
    return true;
  };

  return async (request, response, next) => {
    receive(workspace, request, response);
    try {
      if (await answer(pathOf(request.url), request, response)) return;
    } catch (error) {
      return answerProblem(workspace, error, request, response);
    }
    next();
  };
}

const API = /^\/api(\/|$)/i;

/** A request may name its whole URL. */
function pathOf(url: string): string {
  if (!url.startsWith('/')) return URL.canParse(url) ? new URL(url).pathname : url;
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function methodOf(request: Request): Method {
  return (request.method === 'HEAD' ? 'GET' : request.method) as Method;
}

function countRequest(limit: RateLimit, request: Request, response: Response): void {
  const { identity, headers } = stateOf(response);
  const allowance = limit.take(limitKey(identity?.viewer?.actor ?? identity?.actor, () => request.ip));
  Object.assign(headers, allowance.headers);
  if (!allowance.allowed) throw new StrataError('rate_limited', { seconds: allowance.seconds });
}

/** A known path with another method is told which methods there are. */
function refuseMethod({ methods }: FoundPlace, request: Request, response: Response): void {
  const allowed = [...methods.keys()].join(', ');
  const { headers } = stateOf(response);
  headers['Allow'] = allowed;
  if (request.method !== 'OPTIONS') throw new StrataError('method_not_allowed', { method: request.method, allowed });
  response.writeHead(204, headers).end();
}

async function observed(metrics: Metrics, route: Route, response: Response, work: Promise<void>): Promise<void> {
  const began = performance.now();
  response.once('finish', () => {
    metrics.observe(route.method, route.path, response.statusCode, (performance.now() - began) / 1000);
  });
  await work;
}
