import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A server started the way a user starts it: its own process, its own data folder, a free port. */
export interface TestServer {
  readonly url: string;
  readonly dataFolder: string;
  readonly process: ChildProcess;
  /** Everything it has printed so far, both streams. */
  output(): string;
  /** Stops it with a signal and answers with its exit code; the data folder stays. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and removes the data folder. */
  remove(): Promise<void>;
}

export interface TestServerOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** A data folder to start on again; otherwise a new empty one. */
  readonly dataFolder?: string;
  /** Told of the process as soon as there is one: it is not ready yet. */
  readonly onSpawn?: (child: ChildProcess) => void;
}

const main = path.resolve(import.meta.dirname, '../src/main.ts');

/** Starts a server; resolves when it is ready and rejects, with what it printed, when it ends instead. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(os.tmpdir(), 'strata-server-'));
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), main], {
    env: { ...plainEnvironment(), PORT: '0', STRATA_DATA_DIR: dataFolder, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  options.onSpawn?.(child);
  let printed = '';
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const ready = /ready at (http\S+)/.exec(printed);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', (code) => reject(new Error(`The server ended with ${code}: ${printed}`)));
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return exit;
  };
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { url, dataFolder, process: child, output: () => printed, stop, remove };
}

/** Ours without what would change the server's behaviour. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(STRATA_|DATABASE_URL$|PORT$|HOST$|VITEST|NODE_OPTIONS$)/.test(name),
    ),
  );
}
