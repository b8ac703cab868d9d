import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

/** What is killed: the server, the postmaster, one connection's process in PostgreSQL, or the first two at once. */
export type Victim = 'server' | 'postgres' | 'connection' | 'both';

/** Far more than any start has needed here; one that takes longer is counted as a server that does not come back. */
const PATIENCE = 60_000;

/** A server with its own PostgreSQL that dies by kill -9 and comes back on the same data. */
export class CrashingServer {
  readonly dataFolder: string;
  #environment: Readonly<Record<string, string>>;
  #server: TestServer | null = null;
  #printed: string[] = [];

  private constructor(dataFolder: string, environment: Readonly<Record<string, string>>) {
    this.dataFolder = dataFolder;
    this.#environment = environment;
  }

  static async start(dataFolder: string, environment: Readonly<Record<string, string>>): Promise<CrashingServer> {
    const server = new CrashingServer(dataFolder, environment);
    await server.#start();
    return server;
  }

  /** Changes with every start. While nothing runs it is the address of what ran before. */
  get url(): string {
    return this.#server!.url;
  }

  /** Everything that all the processes so far have printed. */
  get output(): string {
    return [...this.#printed, this.#server?.output() ?? ''].join('');
  }

  /** Kills it; answers once requests are served again, with the milliseconds that took. */
  async kill(victim: Victim): Promise<number> {
    const began = performance.now();
    if (victim === 'connection') await this.#killConnection();
    const postmaster = victim === 'postgres' || victim === 'both' ? this.#postmaster() : null;
    if (postmaster !== null) process.kill(postmaster, 'SIGKILL');
    if (victim === 'server' || victim === 'both') {
      await this.#end('SIGKILL');
      await this.#start();
    }
    await this.#ready(postmaster);
    return performance.now() - began;
  }

  /** Kills the server, then its successor so many milliseconds after that began to start. */
  async killStarting(after: number): Promise<number> {
    const began = performance.now();
    await this.#end('SIGKILL');
    let child: ChildProcess | undefined;
    const options = { dataFolder: this.dataFolder, environment: this.#environment };
    const starting = startTestServer({ ...options, onSpawn: (spawned) => (child = spawned) });
    await Promise.race([starting.catch(() => {}), sleep(after)]);
    child?.kill('SIGKILL');
    await starting.catch(() => {});
    await this.#start();
    await this.#ready();
    return performance.now() - began;
  }

  /** Where its PostgreSQL is now, for looking behind its back. */
  get databaseUrl(): string {
    const password = readFileSync(path.join(this.dataFolder, 'postgres.password'), 'utf8').trim();
    return `postgres://strata:${password}@127.0.0.1:${this.#postmasterLines()[3]}/strata`;
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #start(): Promise<void> {
    this.#server = await startTestServer({ dataFolder: this.dataFolder, environment: this.#environment });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server!;
    await server.stop(signal);
    this.#printed.push(server.output());
  }

  /** A connection of a dead postmaster answers for a moment longer, so it must be another one by then. */
  async #ready(dead: number | null = null): Promise<void> {
    for (const until = performance.now() + PATIENCE; performance.now() < until; await sleep(50)) {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
      if (answer?.status === 200 && this.#postmaster() !== dead) return;
    }
    throw new Error(
      `The server did not come back within ${PATIENCE / 1000} s; it printed:\n${this.output.slice(-4000)}`,
    );
  }

  async #killConnection(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    const found = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'strata' order by state = 'active' desc, query_start desc limit 1`,
    );
    const pid = found.rows[0]?.pid;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await client.end().catch(() => {});
  }

  #postmaster(): number {
    return Number(this.#postmasterLines()[0]);
  }

  #postmasterLines(): string[] {
    const file = path.join(this.dataFolder, 'postgres', 'postmaster.pid');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  }
}
