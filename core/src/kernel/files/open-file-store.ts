import path from 'node:path';
import type { Config } from '../config.ts';
import { StartupError } from '../startup-error.ts';
import { DiskStore } from './disk-store.ts';
import type { FileStore } from './file-store.ts';
import { S3Store } from './s3-store.ts';

/** The store the settings name: an S3 bucket, or a folder among the data. Throws a StartupError when half a bucket is named. */
export function openFileStore(config: Config): FileStore {
  const { s3Bucket: bucket, s3AccessKey: accessKey, s3SecretKey: secretKey, s3Region: region } = config;
  if (bucket === null) return new DiskStore(path.join(config.dataFolder, 'files', 'store'));
  if (accessKey === null || secretKey === null)
    throw new StartupError('STRATA_S3_BUCKET needs STRATA_S3_ACCESS_KEY and STRATA_S3_SECRET_KEY beside it.');
  const endpoint = config.s3Endpoint ?? new URL(`https://s3.${region}.amazonaws.com`);
  return new S3Store({ endpoint, bucket, account: { accessKey, secretKey, region } });
}
