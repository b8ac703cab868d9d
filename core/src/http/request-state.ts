import { randomUUID } from 'node:crypto';
import { StrataError, type Locale } from '@stratacrm/sdk';
import type { Request, Response } from 'express';
import { compileAccess } from '../access/compile-access.ts';
import type { Identity } from '../access/identity.ts';
import { seenThrough } from '../access/see-as.ts';
import { lacksSecondFactor } from '../access/second-factor/demand.ts';
import type { Actor, Origin } from '../kernel/context.ts';
import type { Catalog } from '../model/catalog.ts';
import { requireSameSite, shownToken, type ShownToken } from './credentials.ts';
import { acceptedLocale } from './locale.ts';
import type { RequestContext } from './request-context.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { Workspace } from './workspace.ts';

/** What is known of a request before its route is. */
interface RequestState {
  requestId: string;
  locale: Locale;
  identity: Identity | null;
  shown: ShownToken | null;
  /** What the answer's head says whatever the answer is; written with it in one go. */
  headers: Record<string, string>;
}

const KEY = 'strata';

export function stateOf(response: Response): RequestState {
  return response.locals[KEY] as RequestState;
}

/** Gives the request its id, which the caller may choose, and the language its header asks for. */
export function receive(workspace: Workspace, request: Request, response: Response): RequestState {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  const locale = acceptedLocale(request.headers['accept-language']) ?? workspace.model.catalog().model.workspace.locale;
  const headers = { ...SECURITY_HEADERS, 'X-Request-Id': requestId };
  const state: RequestState = { requestId, locale, identity: null, shown: null, headers };
  response.locals[KEY] = state;
  return state;
}

/** Finds out who asks. A token that is no good is an error even where none is needed. */
export async function identify(workspace: Workspace, request: Request, state: RequestState): Promise<void> {
  state.shown = shownToken(request);
  if (state.shown?.by !== 'header') requireSameSite(request);
  if (state.shown !== null) state.identity = await workspace.identities.of(state.shown.token);
  if (state.identity === null && state.shown?.by === 'header') throw new StrataError('unauthenticated');
  if (state.identity !== null && acceptedLocale(request.headers['accept-language']) === null)
    state.locale = state.identity.user.locale;
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
  asViewer = false,
): RequestContext {
  const { identity: known, shown, locale, requestId } = stateOf(response);
  const identity = asViewer ? (known?.viewer ?? known) : seenThrough(catalog, known);
  const actor = identity?.actor ?? NOBODY;
  const fromStudio = shown?.by === 'cookie' && request.get('x-strata-client') === 'studio';
  return {
    workspace,
    db: workspace.database,
    identities: workspace.identities,
    secrets: workspace.secrets,
    actor,
    cause: { kind: fromStudio ? 'screen' : 'api' },
    locale,
    now: new Date(),
    requestId,
    catalog,
    access: compileAccess(catalog, actor.roles, actor),
    signedIn: identity !== null,
    sessionId: identity?.sessionId ?? null,
    lacksSecondFactor: identity !== null && lacksSecondFactor(catalog, identity.viewer ?? identity),
    ...(identity?.viewer && { viewer: { id: identity.viewer.user.id, name: identity.viewer.user.name } }),
    committed: workspace.outbox.nudge,
    origin: new RequestOrigin(request),
  };
}

/** Looked up only by what asks for it: behind proxies the address takes some finding. */
class RequestOrigin implements Origin {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  get address(): string | null {
    return this.#request.ip ?? null;
  }

  get userAgent(): string | null {
    return this.#request.headers['user-agent'] ?? null;
  }
}
