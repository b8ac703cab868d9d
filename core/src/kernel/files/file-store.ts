import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import { StartupError } from '../startup-error.ts';
import { DiskStore } from './disk-store.ts';
import { S3Store } from './s3-store.ts';

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

/** The store the settings name: an S3 bucket, or a folder among the data. Throws a StartupError when half a bucket is named. */
export function openFileStore(config: Config): FileStore {
  const { s3Bucket: bucket, s3AccessKey: accessKey, s3SecretKey: secretKey, s3Region: region } = config;
  if (bucket === null) return new DiskStore(path.join(config.dataFolder, 'files', 'store'));
  if (accessKey === null || secretKey === null)
    throw new StartupError('STRATA_S3_BUCKET needs STRATA_S3_ACCESS_KEY and STRATA_S3_SECRET_KEY beside it.');
  const endpoint = config.s3Endpoint ?? new URL(`https://s3.${region}.amazonaws.com`);
  return new S3Store({ endpoint, bucket, account: { accessKey, secretKey, region } });
}
