import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A finished file on this machine's disk, on its way into the store. */
export interface LocalFile {
  readonly path: string;
  readonly size: number;
  /** SHA-256 of the content. */
  readonly hash: Buffer;
}

/**
 * Where contents of files are kept, each under a key that is never given twice. What is put is there for good when `put`
 * resolves, or not at all.
 */
export interface FileStore {
  /** Takes the file away from where it is. */
  put(key: string, file: LocalFile): Promise<void>;
  /** null when there is nothing under the key. */
  read(key: string, range: ByteRange | null): Promise<Readable | null>;
  /** What is not there is removed already. */
  remove(key: string): Promise<void>;
}

/** Where files are received before they are judged: on a disk of this machine, whatever the store. */
export function incomingFolder(config: Pick<Config, 'dataFolder'>): string {
  return path.join(config.dataFolder, 'files', 'incoming');
}
