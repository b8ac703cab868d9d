import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../core/testing/index.ts';

const execute = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const administrator = { email: 'admin@example.com', password: 'an administrator' };

describe('a program whose types come from the workspace', () => {
  let server: TestServer;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    server = await startTestServer({
      environment: {
        STRATA_DEMO: '0',
        STRATA_ADMIN_EMAIL: administrator.email,
        STRATA_ADMIN_PASSWORD: administrator.password,
      },
    });
    // Beneath the checkout, so that what the program imports is found.
    mkdirSync(path.join(root, '.strata/test'), { recursive: true });
    folder = mkdtempSync(path.join(root, '.strata/test/api-client-'));
    for (const file of ['client.ts', 'biggest-deals.ts'])
      copyFileSync(path.join(import.meta.dirname, file), path.join(folder, file));
    mkdirSync(path.join(folder, 'generated'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const tsconfig = {
      extends: '../../../tsconfig.base.json',
      compilerOptions: { types: ['node'] },
      include: ['*.ts', 'generated'],
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const response = await fetch(`${server.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(administrator),
    });
    ({ token } = (await response.json()) as { token: string });
  });

  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets them by `strata types`, compiles against them, and runs', async () => {
    const out = path.join(folder, 'generated/strata.d.ts');
    const env = {
      ...process.env,
      STRATA_URL: server.url,
      STRATA_EMAIL: administrator.email,
      STRATA_PASSWORD: administrator.password,
    };
    await execute(process.execPath, [path.join(root, 'sdk/src/cli/main.ts'), 'types', '--out', out], { env });
    expect(readFileSync(out, 'utf8')).toContain('export interface Opportunity');
    await execute(process.execPath, [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      '--noEmit',
      '-p',
      folder,
    ]).catch(({ stdout }: { stdout: string }) => expect.unreachable(stdout));
    const { stdout } = await execute(process.execPath, [path.join(folder, 'biggest-deals.ts')], {
      env: { ...process.env, STRATA_URL: server.url, STRATA_TOKEN: token },
    });
    expect(stdout).toBe('Winter contract: 1200.00 EUR\nSummer contract: 800.00 EUR\n');
  });
});
