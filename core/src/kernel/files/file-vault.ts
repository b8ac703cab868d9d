import { rm } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { incomingFolder, type FileStore } from './file-store.ts';
import { openFileStore } from './open-file-store.ts';
import { clamdScan, commandScan, type VirusScan } from './virus-scan.ts';

/** Everything there is to keep files: where they are received, how they are judged, where they stay. */
export interface FileVault {
  readonly store: FileStore;
  /** All of them have to find nothing. */
  readonly scans: readonly VirusScan[];
  readonly incoming: string;
  /** The largest file, in bytes. */
  readonly limit: number;
  readonly log: Log;
}

/** The vault that the settings describe. Nothing is opened before the first file. */
export function openFileVault(config: Config, log: Log): FileVault {
  return {
    store: openFileStore(config),
    scans: [
      ...(config.virusScan === null ? [] : [clamdScan(config.virusScan)]),
      ...(config.virusCommand === null ? [] : [commandScan(config.virusCommand)]),
    ],
    incoming: incomingFolder(config),
    limit: config.fileLimit * 1_048_576,
    log: log.with({ part: 'files' }),
  };
}

/** Takes a received file away that is not wanted. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
}
