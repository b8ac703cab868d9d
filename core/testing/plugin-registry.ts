import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runServer } from 'verdaccio';

/** A real npm registry on loopback. */
export interface TestRegistry {
  readonly url: string;
  /** As an author does it: with npm, and an account of his. */
  publish(tarball: Buffer): Promise<void>;
  /** The package that a folder is. */
  publishFolder(folder: string): Promise<void>;
  /** `npm create {name} {project} -- …`; answers with the folder of the project, which goes with the registry. */
  create(name: string, project: string, ...args: string[]): Promise<string>;
  /** Takes one version back. */
  unpublish(name: string, version: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startRegistry(): Promise<TestRegistry> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-registry-'));
  const server = await listen(folder);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const npmrc = path.join(folder, '.npmrc');
  writeFileSync(npmrc, `registry=${url}\n//${new URL(url).host}/:_authToken=${await signUp(url)}\n`);
  const npm = (word: string, ...args: string[]): Promise<void> =>
    run('npm', [word, '--userconfig', npmrc, '--cache', path.join(folder, 'cache'), ...args], folder);
  return {
    url,
    async publish(tarball) {
      const file = path.join(folder, 'package.tgz');
      writeFileSync(file, tarball);
      await npm('publish', file, '--ignore-scripts', '--no-provenance');
    },
    publishFolder: (from) => npm('publish', from, '--ignore-scripts', '--no-provenance'),
    async create(name, project, ...args) {
      await npm('create', '--yes', name, project, '--', ...args);
      return path.join(folder, project);
    },
    unpublish: (name, version) => npm('unpublish', `${name}@${version}`, '--force'),
    async stop() {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(folder: string): Promise<Server> {
  const server = (await runServer({
    storage: path.join(folder, 'storage'),
    self_path: folder,
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: 10 } },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' } },
    log: { type: 'stdout', format: 'json', level: 'fatal' },
    web: { enable: false },
    userRateLimit: { windowMs: 1_000, max: 1_000 },
  } as never)) as Server;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function signUp(url: string): Promise<string> {
  const response = await fetch(`${url}-/user/org.couchdb.user:author`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'author', password: 'a good password', type: 'user', roles: [] }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`No account on the registry: ${response.status}`);
  return token;
}

function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ${args[0]}: ${said}`))));
  });
}
