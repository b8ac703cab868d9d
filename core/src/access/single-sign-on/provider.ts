import * as client from 'openid-client';
import { StrataError } from '@stratacrm/sdk';
import type { Log } from '../../kernel/log.ts';
import type { SignOnSettings } from './sign-on-settings.ts';

/** What the browser keeps while its user is at the provider; the answer must fit it. */
export interface PendingSignOn {
  state: string;
  nonce: string;
  verifier: string;
}

/** What the provider says of a person. */
export interface Claims {
  issuer: string;
  subject: string;
  email: string | null;
  /** The provider has seen that the address is his. */
  emailVerified: boolean;
  name: string | null;
  groups: readonly string[];
}

/** An OpenID Connect provider: the only place that knows the protocol. */
export interface SignOnProvider {
  readonly settings: SignOnSettings;
  /** Where to send the browser. */
  begin(redirectUri: string): Promise<{ url: string; pending: PendingSignOn }>;
  /** Who came back, checked by state, nonce, PKCE and the provider's signature. Throws `sign_on_failed`. */
  finish(answer: URL, pending: PendingSignOn): Promise<Claims>;
}

/** The provider is asked for its addresses and keys when somebody first signs in, so that Strata starts without it. */
export function signOnProvider(settings: SignOnSettings, log: Log): SignOnProvider {
  let discovered: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = null;
      throw failed(log, error);
    });
    return discovered;
  };
  return {
    settings,
    begin: async (redirectUri) => begin(await configuration(), settings, redirectUri),
    finish: async (answer, pending) => {
      const config = await configuration();
      return finish(config, settings, answer, pending).catch((error: unknown) => {
        throw failed(log, error);
      });
    },
  };
}

function discover({ issuer, clientId, clientSecret }: SignOnSettings): Promise<client.Configuration> {
  const authentication = clientSecret === null ? client.None() : client.ClientSecretPost(clientSecret);
  // Without TLS only on this machine, where nobody is between.
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(issuer, clientId, {}, authentication, { execute, timeout: 10 });
}

async function begin(config: client.Configuration, { scope }: SignOnSettings, redirectUri: string) {
  const pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, pending };
}

async function finish(
  config: client.Configuration,
  settings: SignOnSettings,
  answer: URL,
  pending: PendingSignOn,
): Promise<Claims> {
  const tokens = await client.authorizationCodeGrant(config, answer, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.verifier,
    idTokenExpected: true,
  });
  const identity = tokens.claims();
  if (identity === undefined) throw new Error('The provider gave no ID token');
  const more =
    config.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await client.fetchUserInfo(config, tokens.access_token, identity.sub);
  return claimsOf({ ...identity, ...more }, settings);
}

function claimsOf(said: Record<string, unknown>, { rolesClaim, issuer }: SignOnSettings): Claims {
  const text = (name: string): string | null => {
    const value = said[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const groups = said[rolesClaim];
  return {
    issuer: text('iss') ?? issuer.href,
    subject: text('sub') ?? '',
    email: text('email')?.toLowerCase() ?? null,
    emailVerified: said['email_verified'] === true,
    name: text('name') ?? text('preferred_username'),
    groups: (Array.isArray(groups) ? groups : [groups]).filter((each): each is string => typeof each === 'string'),
  };
}

/** What went wrong is for the log: an answer that is no good may come from anybody. */
function failed(log: Log, error: unknown): StrataError {
  log.warn('Single sign-on failed', { error });
  return new StrataError('sign_on_failed');
}
