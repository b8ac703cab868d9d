import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Queryable } from '../src/kernel/database.ts';
import type { ApiClient } from '../testing/api-client.ts';
import type { FuzzTarget } from './fuzz.ts';

export interface FuzzedServer {
  readonly url: string;
  readonly database: Queryable;
  /** Signed in with every right. */
  readonly keeper: ApiClient;
}

const PASSWORD = 'a good password';

/** Lays a record with a secret into the server, and knows how to make people. */
export async function fuzzTarget({ url, database, keeper }: FuzzedServer): Promise<FuzzTarget> {
  const secret = `canary-${randomUUID()}`;
  const { data } = await keeper.ok<{ data: { id: string } }>('POST', '/api/records/account', {
    body: { name: secret },
  });
  const person = async (roles: readonly string[]): Promise<string> => {
    const email = `fuzz-${randomUUID()}@example.com`;
    await keeper.ok('POST', '/api/users', { body: { email, name: 'Fuzz', roles, teams: [], password: PASSWORD } });
    const { token } = await keeper.ok<{ token: string }>('POST', '/api/auth/login', {
      body: { email, password: PASSWORD },
    });
    return token;
  };
  return {
    url,
    database,
    keeper: keeper.token ?? '',
    canary: { id: data.id, secret },
    person,
    secrets: [path.resolve(import.meta.dirname, '../..')],
  };
}
