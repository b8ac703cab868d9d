import { StrataError } from '@stratacrm/sdk';
import { z } from 'zod';
import type { PendingSignOn, SignOnProvider } from '../../access/single-sign-on/provider.ts';
import { signOn } from '../../access/single-sign-on/sign-on.ts';
import { admitSignIn } from '../admit-sign-in.ts';
import { cookieNamed, sessionCookie } from '../credentials.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Answer, type Route } from '../route.ts';
import { data } from '../wire/values.ts';

const tag = 'Sign-in';
const CALLBACK = '/api/auth/oidc/callback';
const COOKIE = 'strata_sign_on';

type Header = (name: string) => string | undefined;

export const singleSignOnRoutes: readonly Route[] = [
  route({
    id: 'signInMethods',
    method: 'GET',
    path: '/api/auth/methods',
    tag,
    summary: 'The ways to sign in',
    door: 'none',
    for: 'public',
    success: {
      status: 200,
      description: 'With a password always; elsewhere where that is set',
      schema: data(z.strictObject({ single_sign_on: z.strictObject({ label: z.string() }).nullable() })),
    },
    handle({ ctx }) {
      const provider = ctx.workspace.signOnProvider;
      return { body: { data: { single_sign_on: provider === null ? null : { label: provider.settings.label } } } };
    },
  }),
  route({
    id: 'beginSingleSignOn',
    method: 'GET',
    path: '/api/auth/oidc',
    tag,
    summary: 'Go to the provider of single sign-on; for browsers',
    door: 'none',
    for: 'public',
    query: z.strictObject({ then: z.string().max(1000).optional().meta({ description: 'The page to come back to.' }) }),
    success: { status: 302, description: 'To the provider' },
    async handle({ ctx, query, header }) {
      const provider = requireProvider(ctx);
      return orBack(async () => {
        const { url, pending } = await provider.begin(redirectUri(ctx, header));
        const kept = Buffer.from(JSON.stringify({ ...pending, then: ownPage(query.then) })).toString('base64url');
        return { headers: { Location: url, 'Set-Cookie': pendingCookie(kept, header) } };
      });
    },
  }),
  route({
    id: 'finishSingleSignOn',
    method: 'GET',
    path: CALLBACK,
    tag,
    summary: 'Where the provider of single sign-on sends the browser back to',
    door: 'none',
    for: 'public',
    query: z.looseObject({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional() }),
    success: { status: 302, description: 'Signed in, or back to the sign-in page with the code of the problem' },
    async handle({ ctx, query, header }) {
      const provider = requireProvider(ctx);
      return orBack(async () => {
        const pending = pendingOf(header('cookie'));
        if (pending === null) throw new StrataError('sign_on_failed');
        const answer = new URL(redirectUri(ctx, header));
        for (const [name, value] of Object.entries(query)) answer.searchParams.set(name, String(value));
        const token = await signOn(ctx, provider.settings, await provider.finish(answer, pending));
        await admitSignIn(ctx, token);
        const cookies = [sessionCookie(token, isSecure(ctx, header)), pendingCookie(null, header)];
        return { headers: { Location: ownPage(pending.then), 'Set-Cookie': cookies } };
      });
    },
  }),
];

function requireProvider(ctx: RequestContext): SignOnProvider {
  const provider = ctx.workspace.signOnProvider;
  if (provider === null) throw new StrataError('not_found', { what: '/api/auth/oidc' });
  return provider;
}

/** A browser is not shown a problem as JSON. */
async function orBack(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    return { headers: { Location: `/sign-in?problem=${error.code}` } };
  }
}

function origin({ workspace }: RequestContext, header: Header): string {
  const { publicUrl, host, port } = workspace.config;
  if (publicUrl !== null) return publicUrl;
  return `${header('x-forwarded-proto') === 'https' ? 'https' : 'http'}://${header('host') ?? `${host}:${port}`}`;
}

function redirectUri(ctx: RequestContext, header: Header): string {
  return origin(ctx, header) + CALLBACK;
}

function isSecure(ctx: RequestContext, header: Header): boolean {
  return origin(ctx, header).startsWith('https:');
}

/** Only a page of our own, whatever the address says. */
function ownPage(then: string | undefined): string {
  return then !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(then) ? then : '/';
}

/** Kept by the browser that began, so that nobody can be signed in as somebody else by a link. */
function pendingCookie(value: string | null, header: Header): string {
  const secure = header('x-forwarded-proto') === 'https' ? '; Secure' : '';
  return `${COOKIE}=${value ?? ''}; Path=/api/auth/oidc; Max-Age=${value === null ? 0 : 600}; HttpOnly; SameSite=Lax${secure}`;
}

const pendingShape = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  then: z.string(),
});

function pendingOf(cookies: string | undefined): (PendingSignOn & { then: string }) | null {
  const kept = cookieNamed(cookies ?? '', COOKIE);
  if (kept === null) return null;
  try {
    return pendingShape.parse(JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
