import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../core/testing/index.ts';
import { signIn, type Api } from './api.ts';
import { bringIn } from './bring-in.ts';
import { files } from './files.ts';

const administrator = { email: 'admin@example.com', password: 'correct horse battery' };
const root = path.resolve(import.meta.dirname, '../..');

/** The published files, where somebody has put them; they are not ours to ship. */
const published = process.env['STRATA_MAVEN_DATA'] ?? path.resolve(root, '../shared/data/maven-crm');

async function startServer(): Promise<{ server: TestServer; api: Api }> {
  const server = await startTestServer({
    environment: {
      STRATA_DEMO: '0',
      STRATA_RATE_LIMIT: '0',
      STRATA_ADMIN_EMAIL: administrator.email,
      STRATA_ADMIN_PASSWORD: administrator.password,
    },
  });
  return { server, api: await signIn({ url: server.url, ...administrator }) };
}

describe('a made-up pipeline of the same shape', () => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => ({ server, api } = await startServer()));
  afterAll(() => server.remove());

  const folder = path.join(import.meta.dirname, 'made-up');

  it('comes in, corrected where the preview said so, and adds up', async () => {
    const { sums, batches } = await bringIn(api, folder);
    expect(sums).toMatchObject({ opportunities: 120, won_by_region: { central: expect.any(Number) } });
    expect(batches.map(({ counts }) => counts.create)).toEqual([6, 4, 10, 120]);
  });

  it('a second time changes nothing', async () => {
    const { batches } = await bringIn(api, folder);
    expect(batches.map(({ counts }) => counts)).toEqual(
      batches.map(({ rows }) => ({ create: 0, update: 0, unchanged: rows, error: 0 })),
    );
  });
});

describe.skipIf(!existsSync(path.join(published, files[0]!.file)))('the published pipeline', () => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => ({ server, api } = await startServer()));
  afterAll(() => server.remove());

  it('comes in whole, and adds up per region and per manager', async () => {
    const { sums } = await bringIn(api, published);
    expect(sums.opportunities).toBe(8_800);
    expect(sums.won).toBe(4_238);
    expect(Object.keys(sums.won_by_region)).toHaveLength(3);
    expect(Object.keys(sums.won_by_manager)).toHaveLength(6);
  }, 180_000);
});
