import { randomUUID } from 'node:crypto';
import { StrataError, type Locale } from '@stratacrm/sdk';
import type { NextFunction, Request, Response } from 'express';
import { compileAccess } from '../access/compile-access.ts';
import type { Identity } from '../access/identity.ts';
import { lacksSecondFactor } from '../access/second-factor/demand.ts';
import type { Actor } from '../kernel/context.ts';
import type { Catalog } from '../model/catalog.ts';
import { requireSameSite, shownToken, type ShownToken } from './credentials.ts';
import { acceptedLocale } from './locale.ts';
import type { RequestContext } from './request-context.ts';
import type { Workspace } from './workspace.ts';

/** What is known of a request before its route is. */
interface RequestState {
  requestId: string;
  locale: Locale;
  identity: Identity | null;
  shown: ShownToken | null;
}

const KEY = 'strata';

export function stateOf(response: Response): RequestState {
  return response.locals[KEY] as RequestState;
}

/** Gives the request its id, which the caller may choose, and the language its header asks for. */
export function receive(workspace: Workspace) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id') ?? '';
    const requestId = /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
    const locale = acceptedLocale(request.get('accept-language')) ?? workspace.model.catalog().model.workspace.locale;
    response.locals[KEY] = { requestId, locale, identity: null, shown: null } satisfies RequestState;
    response.set('X-Request-Id', requestId);
    next();
  };
}

/** Finds out who asks. A token that is no good is an error even where none is needed. */
export function identify(workspace: Workspace) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const state = stateOf(response);
    state.shown = shownToken(request);
    if (state.shown?.by !== 'header') requireSameSite(request);
    if (state.shown !== null) state.identity = await workspace.identities.of(state.shown.token);
    if (acceptedLocale(request.get('accept-language')) === null && state.identity !== null)
      state.locale = state.identity.user.locale;
    if (state.identity === null && state.shown?.by === 'header') throw new StrataError('unauthenticated');
    next();
  };
}

const NOBODY: Actor = {
  kind: 'user',
  userId: null,
  email: '',
  name: '',
  roles: [],
  teams: [],
  managedTeams: [],
  timeZone: 'UTC',
};

/** The context of the use cases that a request calls, under one catalog from beginning to end. */
export function contextOf(
  workspace: Workspace,
  request: Request,
  response: Response,
  catalog: Catalog,
): RequestContext {
  const { identity, shown, locale, requestId } = stateOf(response);
  const actor = identity?.actor ?? NOBODY;
  const fromStudio = shown?.by === 'cookie' && request.get('x-strata-client') === 'studio';
  return {
    workspace,
    db: workspace.database,
    identities: workspace.identities,
    actor,
    cause: { kind: fromStudio ? 'screen' : 'api' },
    locale,
    now: new Date(),
    requestId,
    catalog,
    access: compileAccess(catalog, actor.roles, actor.shares),
    signedIn: identity !== null,
    sessionId: identity?.sessionId ?? null,
    lacksSecondFactor: identity !== null && lacksSecondFactor(catalog, identity),
    committed: workspace.outbox.nudge,
    origin: { address: request.ip ?? null, userAgent: request.get('user-agent') ?? null },
  };
}
