import { createServer, type Server } from 'node:http';
import type { Config } from './kernel/config.ts';
import { openDataFolder, type DataFolder } from './kernel/data-folder.ts';
import { openDatabase, type Database } from './kernel/database.ts';
import { startEmbeddedPostgres } from './kernel/embedded-postgres.ts';
import type { Log } from './kernel/log.ts';
import { migrate } from './kernel/orm.ts';
import { listen, requireFreePort } from './kernel/port.ts';

/** A running Strata. */
export interface Strata {
  readonly url: string;
  /** Stops taking requests, finishes those it has, then lets go of everything, last opened first. */
  stop(): Promise<void>;
}

type Closer = () => Promise<void> | void;

/** Puts the parts together, in the order they need each other. If one fails, those already open are closed. */
export async function startStrata(config: Config, log: Log): Promise<Strata> {
  const closers: Closer[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const data = openDataFolderFor(config, closers);
    await requireFreePort(config.host, config.port);
    const database = await openDatabaseFor(config, log, closers);
    await migrate(database);
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(request.url === '/healthz' ? 'ok\n' : 'not found\n');
    });
    const url = await listen(server, config.host, config.port);
    closers.push(() => drain(server));
    data?.announce(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** With a database elsewhere nothing in the data folder is exclusive, and several processes may share it. */
function openDataFolderFor(config: Config, closers: Closer[]): DataFolder | null {
  if (config.databaseUrl !== null) return null;
  const folder = openDataFolder(config.dataFolder);
  closers.push(() => folder.close());
  return folder;
}

async function openDatabaseFor(config: Config, log: Log, closers: Closer[]): Promise<Database> {
  let url = config.databaseUrl;
  if (url === null) {
    const postgres = await startEmbeddedPostgres({ folder: config.dataFolder, log });
    closers.push(() => postgres.stop());
    url = postgres.url;
  }
  const database = await openDatabase({ url, poolSize: config.poolSize, log });
  closers.push(() => database.close());
  return database;
}

/** Ends when the last request has been answered, but does not wait for ever on a slow one. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), 10_000);
  await closed;
  clearTimeout(patience);
}
