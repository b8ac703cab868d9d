import type { Problem } from '../wire/problem.ts';
import { option, type CommandRun } from './command.ts';
import { CliError, exitCodes } from './exit-code.ts';
import type { Text } from './language.ts';

/** Speaks to one server as one person. Every answer that is not a success becomes a CliError in the user's language. */
export interface ApiClient {
  readonly url: string;
  get<Answer>(path: string): Promise<Answer>;
  getText(path: string): Promise<string>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  patch<Answer>(path: string, body: unknown): Promise<Answer>;
  upload<Answer>(path: string, content: Uint8Array): Promise<Answer>;
}

const defaultUrl = 'http://localhost:3400';

/** Connects as the options and the environment say. */
export async function connect(run: CommandRun): Promise<ApiClient> {
  const url = (option(run, 'url') ?? run.env['STRATA_URL'] ?? defaultUrl).replace(/\/+$/, '');
  if (!URL.canParse(url)) {
    throw new CliError(run.say({ en: `"${url}" is no address.`, zh: `“${url}”不是有效的地址。` }), 2);
  }
  const token = option(run, 'token') ?? run.env['STRATA_TOKEN'] ?? (await signIn(run, url));
  return client(url, { authorization: `Bearer ${token}`, 'accept-language': run.locale }, run.say);
}

async function signIn(run: CommandRun, url: string): Promise<string> {
  const { STRATA_EMAIL: email, STRATA_PASSWORD: password } = run.env;
  if (email === undefined || password === undefined) {
    throw new CliError(
      run.say({
        en: 'Who are you? Give --token or STRATA_TOKEN, or STRATA_EMAIL and STRATA_PASSWORD.',
        zh: '缺少登录信息。请提供 --token 或 STRATA_TOKEN，或 STRATA_EMAIL 与 STRATA_PASSWORD。',
      }),
      exitCodes.usage,
    );
  }
  const anybody = client(url, { 'accept-language': run.locale }, run.say);
  return (await anybody.post<{ token: string }>('/api/auth/login', { email, password })).token;
}

/** Connects to a server as one known person, whatever the options say. */
export async function connectTo(
  run: CommandRun,
  url: string,
  { email, password }: { email: string; password: string },
): Promise<ApiClient> {
  const token = await signIn({ ...run, env: { STRATA_EMAIL: email, STRATA_PASSWORD: password } }, url);
  return client(url, { authorization: `Bearer ${token}`, 'accept-language': run.locale }, run.say);
}

function client(url: string, headers: Record<string, string>, say: Text): ApiClient {
  const send = async (
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']>,
    type?: string,
  ): Promise<Response> => {
    const init: RequestInit = { method, headers: { ...headers, ...(type !== undefined && { 'content-type': type }) } };
    if (body !== undefined) init.body = body;
    const response = await fetch(url + path, init).catch((error: unknown) => {
      throw new CliError(unreachable(url, error, say));
    });
    if (!response.ok) throw new CliError(await refusal(response, say));
    return response;
  };
  const json = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await send(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      'application/json',
    );
    return (await response.json()) as Answer;
  };
  return {
    url,
    get: (path) => json('GET', path),
    getText: async (path) => (await send('GET', path)).text(),
    post: (path, body) => json('POST', path, body),
    patch: (path, body) => json('PATCH', path, body),
    upload: async <Answer>(path: string, content: Uint8Array) => {
      const response = await send('POST', path, content as Uint8Array<ArrayBuffer>, 'text/csv');
      return (await response.json()) as Answer;
    },
  };
}

function unreachable(url: string, error: unknown, say: Text): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
  return say({
    en: `No answer from ${url} (${reason}). Is the server running? Give its address with --url.`,
    zh: `${url} 没有响应（${reason}）。服务器是否已启动？可用 --url 指定地址。`,
  });
}

async function refusal(response: Response, say: Text): Promise<string> {
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as Problem;
    const places = problem.errors.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
    return `${problem.title}${say({ en: '. ', zh: '：' })}${problem.detail}${places}`;
  } catch {
    return say({
      en: `The server answered ${response.status} ${response.statusText}. Is ${new URL(response.url).origin} a Strata server?`,
      zh: `服务器返回 ${response.status} ${response.statusText}。${new URL(response.url).origin} 是 Strata 服务器吗？`,
    });
  }
}
