import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody as the provider knows him. */
export interface ProviderPerson {
  email: string;
  email_verified: boolean;
  name: string;
  groups: string[];
}

/** A real OpenID Connect provider in this process. */
export interface SignOnProvider {
  /** What Strata is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** To be called when it is known where Strata listens. */
  serve(strata: string): void;
  close(): void;
}

const SECRET = 'a secret of the client that is long enough';

/** Starts one for people by the name they sign in with there; it answers as soon as `serve` was called. */
export async function startSignOnProvider(people: Readonly<Record<string, ProviderPerson>>): Promise<SignOnProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      STRATA_OIDC_ISSUER: issuer,
      STRATA_OIDC_CLIENT_ID: 'strata',
      STRATA_OIDC_CLIENT_SECRET: SECRET,
    },
    serve(strata) {
      const oidc = new Provider(issuer, {
        clients: [
          {
            client_id: 'strata',
            client_secret: SECRET,
            token_endpoint_auth_method: 'client_secret_post',
            redirect_uris: [`${strata.replace(/\/$/, '')}/api/auth/oidc/callback`],
          },
        ],
        claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
        pkce: { required: () => true },
        findAccount: (_ctx, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, ...people[id] }) }),
      });
      const answer = oidc.callback();
      server.on('request', (request, response) => void answer(request, response));
    },
    close: () => void server.close(),
  };
}
