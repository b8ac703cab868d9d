import { once } from 'node:events';
import { openDatabase } from './database.ts';
import { createLog } from './log.ts';
import { migrate } from './orm.ts';

// The process that migrate-apart.ts starts: it is told the database, and tells what went wrong.

// Ctrl-C reaches the server too, which stops when this is done.
process.on('SIGINT', () => {});
const [url] = (await once(process, 'message')) as [string];
try {
  const database = await openDatabase({ url, poolSize: 2, log: createLog({ level: 'error' }) });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
} catch (error) {
  process.exitCode = 1;
  process.send?.(error instanceof Error ? error.message : String(error));
} finally {
  process.disconnect();
}
