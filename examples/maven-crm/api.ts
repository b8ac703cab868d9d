import type { Problem } from '@stratacrm/sdk';

/** A server, spoken to as one person. */
export interface Api {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  patch<Answer>(path: string, body: unknown): Promise<Answer>;
  upload<Answer>(path: string, content: Uint8Array): Promise<Answer>;
}

export interface SignIn {
  url: string;
  email: string;
  password: string;
}

/** Signs in and answers with a client that carries the token. */
export async function signIn({ url, email, password }: SignIn): Promise<Api> {
  const { token } = await apiAt(url).post<{ token: string }>('/api/auth/login', { email, password });
  return apiAt(url, token);
}

function apiAt(url: string, token?: string): Api {
  const send = async <Answer>(method: string, path: string, body?: Uint8Array | string, type?: string) => {
    const headers = new Headers();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (type !== undefined) headers.set('content-type', type);
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: body as Uint8Array<ArrayBuffer> }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as Answer;
    const { detail, errors } = answer as Problem;
    throw new Error(
      [`${method} ${path}: ${detail}`, ...errors.map((each) => `${each.path}: ${each.message}`)].join('\n'),
    );
  };
  const json = <Answer>(method: string, path: string, body?: unknown) =>
    body === undefined
      ? send<Answer>(method, path)
      : send<Answer>(method, path, JSON.stringify(body), 'application/json');
  return {
    get: (path) => json('GET', path),
    post: (path, body) => json('POST', path, body),
    put: (path, body) => json('PUT', path, body),
    patch: (path, body) => json('PATCH', path, body),
    upload: (path, content) => send('POST', path, content, 'text/csv'),
  };
}
