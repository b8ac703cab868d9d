import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startStrata } from '../src/compose.ts';
import { readConfig } from '../src/kernel/config.ts';
import type { Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { ADMIN } from './admin.ts';
import { ApiClient } from './api-client.ts';
import { begunTemplate } from './begun-template.ts';
import { testDatabase } from './test-database.ts';
import { atFileEnd } from './file-end.ts';

/** A whole Strata in this process, on a database of the test file's own. */
export interface TestApi {
  readonly url: string;
  readonly database: Database;
  /** Signed in with every right. */
  readonly admin: ApiClient;
  /** Not signed in. */
  readonly nobody: ApiClient;
  signIn(email: string, password: string): Promise<ApiClient>;
  /** Makes a user with these roles and signs him in; with an id of his. */
  person(name: string, roles: readonly string[], teams?: readonly string[]): Promise<ApiClient & { id: string }>;
}

export interface TestApiOptions {
  readonly demo?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export const PASSWORD = 'a good password';

/** Call it once per file, in `beforeAll`; everything is stopped after the file's last test. */
export async function testApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await testDatabase(await begunTemplate({ demo: options.demo === true }));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-api-'));
  const config = readConfig({
    STRATA_DATA_DIR: folder,
    DATABASE_URL: database.url,
    PORT: '0',
    STRATA_ADMIN_EMAIL: ADMIN.email,
    STRATA_ADMIN_PASSWORD: ADMIN.password,
    STRATA_DEMO: options.demo === true ? '1' : '0',
    STRATA_RATE_LIMIT: '0',
    STRATA_POOL_SIZE: '8',
    ...options.environment,
  });
  const strata = await startStrata(config, createLog({ level: 'warn' }));
  atFileEnd(async () => {
    await strata.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const nobody = new ApiClient(strata.url);
  const signIn = async (email: string, password: string): Promise<ApiClient> => {
    const { token } = await nobody.ok<{ token: string }>('POST', '/api/auth/login', { body: { email, password } });
    return new ApiClient(strata.url, token);
  };
  const admin = await signIn(ADMIN.email, ADMIN.password);
  const person: TestApi['person'] = async (name, roles, teams = []) => {
    const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com`;
    const { data } = await admin.ok('POST', '/api/users', { body: { email, name, roles, teams, password: PASSWORD } });
    return Object.assign(await signIn(email, PASSWORD), { id: data.id as string });
  };
  return { url: strata.url, database, admin, nobody, signIn, person };
}
