import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from './startup-error.ts';

/** The folder of one running server. While it is open no other server can open it. */
export interface DataFolder {
  readonly path: string;
  /** Tells whoever tries to open the folder meanwhile where this server is. */
  announce(url: string): void;
  close(): void;
}

interface Owner {
  readonly pid: number;
  readonly url?: string;
}

/**
 * Opens the data folder for this process alone. The lock is the operating system's own, held through an open SQLite file:
 * it goes with the process, so a kill -9 leaves nothing stale behind and no process id has to be guessed at.
 */
export function openDataFolder(folder: string): DataFolder {
  makeFolder(folder);
  const owner = path.join(folder, 'server.json');
  const lock = lockFile(path.join(folder, 'server.lock'));
  if (lock === null) throw new StartupError(alreadyRunning(folder, readOwner(owner)));
  const announce = (facts: Owner) => writeFileSync(owner, JSON.stringify(facts));
  announce({ pid: process.pid });
  return {
    path: folder,
    announce: (url) => announce({ pid: process.pid, url }),
    close: () => {
      rmSync(owner, { force: true });
      lock.close();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartupError(
      `The data folder ${folder} cannot be made (${reason(error)}). Set STRATA_DATA_DIR to one that can.`,
    );
  }
}

function lockFile(file: string): DatabaseSync | null {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === 5) return null;
    throw new StartupError(
      `The data folder ${path.dirname(file)} cannot be used (${reason(error)}). Set STRATA_DATA_DIR to one that this user may write.`,
    );
  }
}

function alreadyRunning(folder: string, owner: Owner | null): string {
  const where = owner === null ? '' : ` (process ${owner.pid}${owner.url === undefined ? '' : `, ${owner.url}`})`;
  return `Strata is already running on the data folder ${folder}${where}. Stop it first, or give this one another STRATA_DATA_DIR and PORT.`;
}

function readOwner(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
