import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/index.ts';

const open: TestServer[] = [];
const start = async (options?: Parameters<typeof startTestServer>[0]): Promise<TestServer> => {
  const server = await startTestServer(options);
  open.push(server);
  return server;
};

/** A data folder that a server was begun on and stopped cleanly: to start on its copy takes a quarter of a first start. */
let begun = '';

function copied(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-server-'));
  execFileSync('cp', ['-a', `${begun}/.`, folder]);
  return folder;
}
afterAll(() => Promise.all(open.map((server) => server.remove())));

/** What a start that fails prints; it must be one line. */
const complaint = async (environment: Record<string, string>, dataFolder?: string): Promise<string> => {
  const failed = await start({ environment, ...(dataFolder === undefined ? {} : { dataFolder }) }).catch(
    (error: Error) => error.message,
  );
  if (typeof failed !== 'string') throw new Error('The server started although it should not have');
  expect(failed.trim().split('\n')).toHaveLength(1);
  return failed;
};

const alive = async (server: TestServer): Promise<boolean> => (await fetch(`${server.url}/healthz`)).ok;

describe('on its own PostgreSQL', () => {
  it('starts, stops cleanly on a signal, and starts again', async () => {
    const first = await start();
    expect(await alive(first)).toBe(true);
    expect(await first.stop('SIGINT')).toBe(0);
    const second = await start({ dataFolder: first.dataFolder });
    expect(await alive(second)).toBe(true);
    expect(await second.stop('SIGTERM')).toBe(0);
    begun = first.dataFolder;
  });

  it('starts again after kill -9, although its PostgreSQL lived on', async () => {
    const first = await start({ dataFolder: copied() });
    await first.stop('SIGKILL');
    const second = await start({ dataFolder: first.dataFolder });
    expect(await alive(second)).toBe(true);
  });

  const postmaster = (server: TestServer): string[] => {
    return readFileSync(path.join(server.dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  };
  const ready = async (server: TestServer): Promise<boolean> =>
    (await fetch(`${server.url}/readyz`).catch(() => null))?.status === 200;

  it('brings back a PostgreSQL that dies, however often', async () => {
    const server = await start({ dataFolder: copied() });
    for (let time = 1; time <= 4; time++) {
      const pid = postmaster(server)[0];
      process.kill(Number(pid), 'SIGKILL');
      await expect.poll(async () => postmaster(server)[0] !== pid && (await ready(server))).toBe(true);
    }
    expect(await server.stop()).toBe(0);
  }, 60_000);

  it.runIf(process.platform === 'linux')(
    'tries again while a child of the dead one holds its memory',
    async () => {
      const server = await start({ dataFolder: copied() });
      const pid = Number(postmaster(server)[0]);
      const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
      process.kill(child, 'SIGSTOP');
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => server.output()).toContain('trying once more');
      expect(server.output()).not.toContain('Restore the folder from a backup');
      expect(await ready(server)).toBe(false);
      process.kill(child, 'SIGKILL');
      await expect.poll(() => ready(server)).toBe(true);
      expect(await server.stop()).toBe(0);
    },
    60_000,
  );

  it('lets no second server onto the same data folder', async () => {
    const first = await start({ dataFolder: copied() });
    const message = await complaint({}, first.dataFolder);
    expect(message).toContain(
      `already running on the data folder ${first.dataFolder} (process ${first.process.pid}, ${first.url})`,
    );
    expect(await alive(first)).toBe(true);
  });

  it('names the folder and the remedy when the data is damaged', async () => {
    const folder = copied();
    truncateSync(path.join(folder, 'postgres/global/pg_control'), 100);
    const message = await complaint({}, folder);
    expect(message).toContain(path.join(folder, 'postgres'));
    expect(message).toMatch(/Restore the folder from a backup, or move it away/);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('says in one line why it cannot start', () => {
  it('the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await complaint({ PORT: String(port) })).toContain(`Port ${port} on 127.0.0.1 is in use. Stop what uses it`);
    other.close();
  });

  it('nothing listens where DATABASE_URL points', async () => {
    const message = await complaint({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/crm' });
    expect(message).toMatch(/me@127.0.0.1:1\/crm cannot be used: connect ECONNREFUSED/);
    expect(message).not.toContain('secret');
  });

  it('the password is wrong', async () => {
    const url = new URL(inject('postgresUrl'));
    url.password = 'wrong';
    expect(await complaint({ DATABASE_URL: url.href })).toMatch(
      /cannot be used: password authentication failed for user "strata"/,
    );
  });

  it('the database does not exist', async () => {
    const url = new URL(inject('postgresUrl'));
    url.pathname = '/nowhere';
    expect(await complaint({ DATABASE_URL: url.href })).toMatch(/cannot be used: database "nowhere" does not exist/);
  });

  it('the data folder cannot be made', async () => {
    expect(await complaint({ STRATA_DATA_DIR: '/dev/null/strata' })).toMatch(
      /The data folder \/dev\/null\/strata cannot be made/,
    );
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  it('finds a way also where no other user may look', async () => {
    const closed = mkdtempSync(path.join(os.tmpdir(), 'strata-closed-'));
    execFileSync('chmod', ['700', closed]);
    const works = spawnSync('unshare', ['--user', 'true']).status === 0;
    if (works) expect(await alive(await start({ dataFolder: path.join(closed, 'data') }))).toBe(true);
    else expect(await complaint({}, path.join(closed, 'data'))).toContain('PostgreSQL does not run as root');
    rmSync(closed, { recursive: true, force: true });
  });
});
