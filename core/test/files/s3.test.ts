import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccessContext } from '../../src/access/access-profile.ts';
import { readConfig } from '../../src/kernel/config.ts';
import { openFileVault } from '../../src/kernel/files/file-vault.ts';
import { createLog } from '../../src/kernel/log.ts';
import { StartupError } from '../../src/kernel/startup-error.ts';
import { sweepFiles } from '../../src/records/files/sweep-files.ts';
import { uploadFile } from '../../src/records/files/upload-file.ts';
import type { Loose } from '../../testing/api-client.ts';
import { refusal } from '../../testing/refusal.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { download, makePapers, upload } from './file-client.ts';

/** Files in a bucket of an S3-compatible server. It does not check signatures; `aws-signature.test.ts` does. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-s3-'));
const bucket = path.join(folder, 'bucket');
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: bucket,
  configureBuckets: [{ name: 'strata-files', configs: [] }],
});
const LARGE = Buffer.alloc(5_000_000, 'a line of text\n');
let environment: Record<string, string>;
let api: TestApi;

beforeAll(async () => {
  const { port } = await server.run();
  environment = {
    STRATA_DATA_DIR: folder,
    STRATA_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    STRATA_S3_BUCKET: 'strata-files',
    STRATA_S3_ACCESS_KEY: 'S3RVER',
    STRATA_S3_SECRET_KEY: 'S3RVER',
  };
  api = await testApi({ environment });
  await makePapers(api.admin);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const objects = (): string[] =>
  readdirSync(path.join(bucket, 'strata-files')).filter((name) => name.endsWith('_object'));

it('goes there and comes back, whole and in parts, and nothing stays on this disk', async () => {
  const { data: file } = await upload(api.admin, 'large.txt', LARGE);
  expect(objects()).toEqual([`${file.id}._S3rver_object`]);
  expect(readdirSync(path.join(folder, 'files', 'incoming'))).toEqual([]);
  const made = await api.admin.ok<Loose>('POST', '/api/records/paper', { body: { annex: file.id }, undescribed: true });
  const at = `/api/records/paper/${made.data.id}/files/annex`;
  const whole = Buffer.from(await (await download(api.admin, at)).arrayBuffer());
  expect(createHash('sha256').update(whole).digest('hex')).toBe(createHash('sha256').update(LARGE).digest('hex'));
  const part = await download(api.admin, at, { range: 'bytes=4999990-' });
  expect([part.status, await part.text()]).toEqual([206, LARGE.subarray(4_999_990).toString()]);
});

it('is removed there when no record has it', async () => {
  const { data: file } = await upload(api.admin, 'pending.txt', LARGE.subarray(0, 100));
  await api.database.query(`update core.file set uploaded_at = now() - interval '2 days' where id = $1`, [file.id]);
  const vault = openFileVault(readConfig(environment), createLog({ level: 'silent' }));
  expect(await sweepFiles(api.database, vault)).toBe(1);
  expect(objects().some((name) => name.startsWith(file.id as string))).toBe(false);
});

it.each([
  { STRATA_S3_ACCESS_KEY: 'NOBODY' },
  { STRATA_S3_ENDPOINT: 'http://127.0.0.1:1' },
  { STRATA_S3_BUCKET: 'no-such-bucket' },
])('is refused with %j, and nothing is noted of it', async (wrong) => {
  const vault = openFileVault(readConfig({ ...environment, ...wrong }), createLog({ level: 'silent' }));
  const { rows } = await api.database.query<{ id: string }>('select id from core."user" limit 1');
  const ctx = { db: api.database, actor: { userId: rows[0]!.id } } as unknown as AccessContext;
  const content = Readable.from([Buffer.from('a')]);
  const refused = await refusal(uploadFile(ctx, vault, { name: 'a.txt', content }));
  expect(refused.code).toBe('file_store_unavailable');
  expect(readdirSync(vault.incoming)).toEqual([]);
  expect((await api.database.query('select id from core.file where not stored')).rows).toEqual([]);
});

it('does not start with half a bucket', () => {
  const half = { STRATA_S3_BUCKET: 'strata-files', STRATA_S3_ACCESS_KEY: 'S3RVER' };
  expect(() => openFileVault(readConfig(half), createLog({ level: 'silent' }))).toThrow(StartupError);
});
