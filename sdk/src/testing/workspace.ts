import { addDays } from '../expressions/calendar.ts';
import { dateAt } from '../expressions/time-zone.ts';
import type { JsonValue } from '../json.ts';

/** The throw-away workspace in which `strata plugin test` installed the plugin. */
export interface TestWorkspace {
  /** Any request of the HTTP API; throws for an answer that is not a success. */
  call<Answer = Loose>(method: string, path: string, body?: JsonValue): Promise<Answer>;
  /** A request that must be refused: its problem document. */
  refused(method: string, path: string, body?: JsonValue): Promise<Loose>;
  /** The same workspace for somebody else. */
  signIn(email: string, password: string): Promise<TestWorkspace>;
  /** The calendar day it is for whoever is signed in, as `today()` says in his expressions; or one so many days later. */
  today(later?: number): string;
}

/** JSON that a test looks into as it likes. */
// eslint-disable-next-line typescript/no-explicit-any -- what a test expects of it is checked by its assertions
export type Loose = any;

/** Signs in to it; only where `strata plugin test` runs the tests. */
export function testWorkspace(): Promise<TestWorkspace> {
  const { STRATA_URL: url, STRATA_EMAIL: email, STRATA_PASSWORD: password } = process.env;
  if (url === undefined) throw new Error('Run the tests by: strata plugin test');
  return workspaceFor(url, { email: email ?? '', password: password ?? '' });
}

async function workspaceFor(url: string, who: { email: string; password: string }): Promise<TestWorkspace> {
  const send = (method: string, path: string, body?: JsonValue, token?: string): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const login = await send('POST', '/api/auth/login', who);
  if (!login.ok) throw new Error(`${who.email} cannot sign in: ${login.status} ${await login.text()}`);
  const { token, user } = (await login.json()) as { token: string; user: { time_zone: string } };
  return {
    today: (later = 0) => addDays(dateAt(Date.now(), user.time_zone) ?? '', later) ?? '',
    async call(method, path, body) {
      const response = await send(method, path, body, token);
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as never;
    },
    async refused(method, path, body) {
      const response = await send(method, path, body, token);
      if (response.ok) throw new Error(`${method} ${path} was not refused`);
      return response.json();
    },
    signIn: (email, password) => workspaceFor(url, { email, password }),
  };
}
