import { createServer, type Server } from 'node:http';
import { createApp } from './app.ts';
import type { Workspace } from './workspace.ts';

/** A server that does not wait for ever on anybody. */
export function createHttpServer(workspace: Workspace): Server {
  const server = createServer(createApp(workspace));
  server.headersTimeout = 15_000;
  // Also the longest an upload may take.
  server.requestTimeout = 300_000;
  // Longer than the idle time-out of the usual proxies, so that they never write into a closing connection.
  server.keepAliveTimeout = 65_000;
  return server;
}

/** Takes no more connections, lets every request that runs end, and closes those that idle. */
export async function drainServer(server: Server, patience = 10_000): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection is idle only after its answer, so it is looked at again and again.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const end = setTimeout(() => server.closeAllConnections(), patience);
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}
