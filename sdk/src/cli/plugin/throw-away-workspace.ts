import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CommandRun } from '../command.ts';
import { CliError } from '../exit-code.ts';

/** A whole server with a database of its own, gone with the command. */
export interface ThrowAwayWorkspace {
  url: string;
  stop(): Promise<void>;
}

export const ADMIN = { email: 'admin@example.com', password: 'throw-away' };

/** A workspace that was prepared longer ago is made anew; it would only have to be brought up to date each time. */
const FRESH_MS = 86_400_000;

/** Nobody needs what is in a copy after a crash: its PostgreSQL waits for no disk. */
const CARELESS = `
fsync = off
full_page_writes = off
synchronous_commit = off
`;

/** Starts one, from a copy of an empty one that was prepared before: making its tables takes longer than all the rest. */
export async function throwAwayWorkspace(run: CommandRun, server: string): Promise<ThrowAwayWorkspace> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'strata-test-'));
  const forget = (): Promise<void> => rm(data, { recursive: true, force: true });
  try {
    const prepared = await preparedWorkspace(run, server);
    if (prepared !== null) await copy(prepared, data);
    const begun = await start(run, server, data);
    return {
      url: begun.url,
      async stop() {
        await begun.stop();
        await forget();
      },
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** The data folder of an empty workspace of this server, made when there is none; null: there is no place to keep it. */
async function preparedWorkspace(run: CommandRun, server: string): Promise<string | null> {
  const home = run.env['HOME'] ?? run.env['USERPROFILE'];
  if (home === undefined) return null;
  const all = path.join(home, '.strata', 'test-workspaces');
  const folder = path.join(all, await markOf(server));
  const made = await stat(folder).catch(() => null);
  if (made !== null && Date.now() - made.mtimeMs < FRESH_MS) return folder;
  try {
    await mkdir(all, { recursive: true, mode: 0o700 });
    const making = await mkdtemp(path.join(all, 'making-'));
    await (await start(run, server, making)).stop();
    await appendFile(path.join(making, 'postgres', 'postgresql.auto.conf'), CARELESS);
    await sweep(all, folder);
    // Another command may have been quicker; one is as good as the other.
    await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
    return folder;
  } catch (error) {
    if (error instanceof CliError) throw error;
    return null;
  }
}

/** Differs with all that an empty workspace is made of. */
async function markOf(server: string): Promise<string> {
  const migrations = await readdir(path.join(server, 'kernel/migrations')).catch(() => []);
  const version = await readFile(path.join(server, '../package.json'), 'utf8').catch(() => '');
  const parts = [server, version, process.version, CARELESS, ...migrations];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** What was prepared for servers that are no more, or was broken off. */
async function sweep(all: string, also: string): Promise<void> {
  for (const name of await readdir(all)) {
    const folder = path.join(all, name);
    const made = await stat(folder).catch(() => null);
    if (folder === also || (made !== null && Date.now() - made.mtimeMs > FRESH_MS))
      await rm(folder, { recursive: true, force: true });
  }
}

/** Two thousand small files: the system's own command needs a tenth of the time, where there is one. */
async function copy(from: string, into: string): Promise<void> {
  const code = await new Promise<number | null>((resolve) => {
    const copying = spawn('cp', ['-a', `${from}${path.sep}.`, into], { stdio: 'ignore' });
    copying.on('error', () => resolve(null));
    copying.on('exit', resolve);
  });
  if (code !== 0) await cp(from, into, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

async function start(run: CommandRun, server: string, data: string): Promise<ThrowAwayWorkspace> {
  const { DATABASE_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, [path.join(server, 'main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      STRATA_DATA_DIR: data,
      PORT: '0',
      STRATA_DEMO: '0',
      STRATA_PLUGIN_DEV: '1',
      STRATA_ADMIN_EMAIL: ADMIN.email,
      STRATA_ADMIN_PASSWORD: ADMIN.password,
      STRATA_RATE_LIMIT: '0',
      STRATA_LOG: 'warn',
      // Nobody needs what is in it after a crash.
      PGOPTIONS: '-c synchronous_commit=off',
    },
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
  };
  try {
    return { url: await readyAt(run, child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyAt(run: CommandRun, server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /ready at (http\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.on('exit', () =>
      reject(new CliError(run.say({ en: `The workspace did not start: ${said}`, zh: `工作区未能启动：${said}` }))),
    );
  });
}
