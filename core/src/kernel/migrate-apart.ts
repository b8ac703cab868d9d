import { fork } from 'node:child_process';
import path from 'node:path';
import type { Database } from './database.ts';
import { isMigrated } from './migration-state.ts';

/**
 * The same as `migrate`, in a process that ends with it: what migrations are made with takes 30 MB, and a server that runs
 * has no use for it. Where all is as it should be, there is no such process.
 */
export async function migrateApart(database: Database): Promise<void> {
  if (!(await isMigrated(database))) await runApart(database.url);
}

function runApart(databaseUrl: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'migrate-main.ts'), [], { execArgv: [] });
    let reason = '';
    child.once('error', reject);
    child.on('message', (message) => (reason = String(message)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(reason === '' ? `Migrating ended with ${signal ?? code}` : reason));
    });
    child.send(databaseUrl);
  });
}
