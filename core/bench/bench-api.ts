import { startTestServer, type TestServer } from '../testing/test-server.ts';

export const ADMINISTRATOR = { email: 'admin@example.com', password: 'an administrator' };
export const PASSWORD = 'a good password';

/** Those that scripts/boot.mjs starts the server with. */
export const SERVER_OPTIONS = ['--max-semi-space-size=8', '--expose-gc'];

/** The product as it is started, on a database of its own; nothing is turned off. */
export async function startServer(databaseUrl: string, nodeOptions: readonly string[] = []): Promise<TestServer> {
  return startTestServer({
    nodeOptions: [...SERVER_OPTIONS, ...nodeOptions],
    environment: {
      // For a look inside: STRATA_BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/profiles"
      NODE_OPTIONS: process.env['STRATA_BENCH_NODE_OPTIONS'] ?? '',
      DATABASE_URL: databaseUrl,
      STRATA_DEMO: '0',
      STRATA_ADMIN_EMAIL: ADMINISTRATOR.email,
      STRATA_ADMIN_PASSWORD: ADMINISTRATOR.password,
      // Counted as ever, but nobody is turned away.
      STRATA_RATE_LIMIT: '100000000',
    },
  });
}

/** Calls the API where speed does not matter. */
export class BenchApi {
  readonly url: string;
  readonly token: string;

  private constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  static async signIn(url: string, person: { email: string; password: string } = ADMINISTRATOR): Promise<BenchApi> {
    const { token } = await call<{ token: string }>(url, null, 'POST', '/api/auth/login', person);
    return new BenchApi(url, token);
  }

  call<Answer = { data: { id: string } }>(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.url, this.token, method, path, body);
  }

  /** Puts documents into the workspace layer and publishes them in one release. */
  async publish(documents: readonly { kind: string; key: string; body: object }[]): Promise<void> {
    for (const { kind, key, body } of documents)
      await this.call('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, body);
    await this.call('POST', '/api/studio/publish', { message: 'Benchmark' });
  }
}

async function call<Answer>(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
