import type { SystemRight } from '@stratacrm/sdk';
import { z } from 'zod';
import type { RequestContext } from './request-context.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What a route gives way to. The matrix test holds every door but `none` and the administrators' against every rule of
 * access, so a new route that shows or changes records cannot be forgotten.
 */
export type Door =
  /** Nothing of any record or of the model passes through it. */
  | 'none'
  /** Only for those who configure the workspace, manage its users, watch over both or answer for personal data. */
  | 'configuration'
  | 'people'
  | 'model'
  | 'description'
  | 'get'
  | 'list'
  | 'query'
  | 'create'
  | 'update'
  | 'delete'
  | 'restore'
  | 'bulk'
  | 'by filter'
  | 'history'
  | 'timeline'
  | 'transitions'
  | 'search'
  | 'live'
  | 'suggestions'
  | 'views'
  | 'explain'
  | 'shares'
  | 'fill rates'
  | 'runs'
  | 'trials'
  | 'work'
  /** What people are told in the product. */
  | 'notifications'
  /** Webhooks and public forms. */
  | 'from outside'
  | 'reveal'
  | 'purge'
  | 'import'
  | 'file'
  | 'export'
  /** Whatever a plugin's code brings out or changes. */
  | 'plugin'
  /** Buttons on records, and what pressing them brings out or changes. */
  | 'actions'
  /** Figures and lists that dashboards show. */
  | 'dashboards';

export interface Answer {
  status?: number;
  /** Sent as JSON; absent: no body. */
  body?: unknown;
  /** Instead of `body`: it is JSON already. */
  json?: Uint8Array | string;
  headers?: Record<string, string | string[]>;
  /** Instead of `body`: text or bytes in pieces, of the media type that `headers` tell. */
  stream?: AsyncIterable<string | Uint8Array>;
}

export interface RouteRequest<Params, Query, Body> {
  ctx: RequestContext;
  params: Params;
  query: Query;
  body: Body;
  header(name: string): string | undefined;
}

/** Request headers that some routes honour; those every request may carry are described once. */
export type RouteHeader = 'If-Match' | 'If-None-Match' | 'Idempotency-Key' | 'Range';

/** What a route promises to answer when all is well. */
export interface Success {
  status: number;
  description: string;
  schema?: z.ZodType;
  /** Default `application/json`. */
  media?: string | readonly string[];
}

/**
 * One thing the API can do. Both the server and its OpenAPI description are made from these, so that nothing can be
 * there and not be described, or be described and not be there.
 */
export interface Route<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  /** The operation's id. */
  id: string;
  method: Method;
  /** With parameters in braces: `/api/records/{object}`. */
  path: string;
  tag: string;
  summary: string;
  door: Door;
  /** `public`: also for those who are not signed in. */
  for?: 'public' | 'people';
  /** Open also to a session that has yet to set up the second factor its roles demand. */
  beforeSecondFactor?: boolean;
  /** It changes nothing although its method might: open also to an administrator who looks through somebody's eyes. */
  reads?: true;
  /** Such an administrator does it as himself. */
  asViewer?: true;
  /** The system right it needs. */
  right?: SystemRight;
  params: Params;
  query: Query;
  body: Body;
  /** In bytes. */
  bodyLimit?: number;
  /** The body is a file: whatever it is, the route is given its bytes; `streamed`: as they come, of any number. */
  file?: boolean | 'streamed';
  headers?: readonly RouteHeader[];
  success: Success;
  /** A 304 is answered to those who have it already. */
  cacheable?: boolean;
  handle(request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Answer> | Answer;
}

type RouteInput<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = Omit<
  Route<Params, Query, Body>,
  'params' | 'query' | 'body'
> & { params?: Params; query?: Query; body?: Body };

const NOTHING = z.strictObject({});

/** Routes without a body take none, or an empty object. */
export const NO_BODY = NOTHING.optional();

/** Declares a route; its parameters, query and body are typed by their schemas. */
export function route<
  Params extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = typeof NO_BODY,
>(input: RouteInput<Params, Query, Body>): Route {
  return { params: NOTHING, query: NOTHING, body: NO_BODY, ...input } as unknown as Route;
}
