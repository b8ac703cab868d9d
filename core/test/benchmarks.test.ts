import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVER_OPTIONS } from '../bench/bench-api.ts';
import { BenchPostgres } from '../bench/bench-postgres.ts';
import { benchmarks } from '../bench/benchmarks.ts';
import { reached } from '../bench/figure.ts';
import { readHistory, type Run } from '../bench/history.ts';
import { LoadClient } from '../bench/load-client.ts';
import { PAGE_FILE, benchmarksPage } from '../bench/page.ts';
import { SMOKE } from '../bench/settings.ts';

describe('with next to no data', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-bench-'));
  let postgres: BenchPostgres;

  beforeAll(async () => {
    postgres = await BenchPostgres.start(folder);
  });

  afterAll(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['records', 'search'])(
    'the benchmark %s measures what it says',
    async (name) => {
      const figures = await benchmarks.find((each) => each.name === name)!.run(postgres, SMOKE);
      expect(figures.length).toBeGreaterThan(5);
      expect(new Set(figures.map((figure) => figure.name)).size).toBe(figures.length);
      for (const { value, beside } of figures)
        expect([value, ...Object.values(beside)].every((each) => Number.isFinite(each) && each > 0)).toBe(true);
    },
    240_000,
  );
});

it('a connection that the server closed meanwhile is opened again', async () => {
  const server = createServer((_, response) => response.setHeader('content-length', 2).end('ok'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = await LoadClient.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const ask = async () => (await client.send({ method: 'GET', path: '/' })).body.toString();
  expect(await ask()).toBe('ok');
  server.closeIdleConnections();
  // Until the client has heard of it, a request is lost with the connection; after that none is, and none waits for ever.
  await expect.poll(() => ask().catch(String)).toBe('ok');
  client.close();
  server.close();
});

it('the server is started as the product starts it', () => {
  const boot = readFileSync(path.resolve(import.meta.dirname, '../../scripts/boot.mjs'), 'utf8');
  const options = SERVER_OPTIONS.map((option) => `'${option}'`).join(', ');
  expect(boot).toContain(`run: [${options}, 'core/src/main.ts']`);
});

it('a figure reaches its goal or does not, or has none', () => {
  const figure = { name: '', unit: '%', value: 60, beside: {} } as const;
  expect(reached({ ...figure, goal: { atLeast: 60 } })).toBe(true);
  expect(reached({ ...figure, goal: { atLeast: 61 } })).toBe(false);
  expect(reached({ ...figure, goal: { atMost: 59 } })).toBe(false);
  expect(reached(figure)).toBeNull();
});

it('the page shows the last run of each benchmark beside those before it', async () => {
  const run = (at: string, value: number): Run => ({
    at,
    commit: 'abc',
    machine: '2 × CPU',
    figures: { search: [{ name: 'search: a name', unit: 'ms', value, goal: { atMost: 50 }, beside: { p50_ms: 1 } }] },
  });
  const page = await benchmarksPage([run('2026-01-01T10:00:00Z', 70), run('2026-02-01T10:00:00Z', 40)]);
  expect(page.replaceAll(/ +/g, ' ')).toContain('| search: a name | 40 ms ✓ | ≤ 50 ms | 70 ms | p50 ms 1 |');
  expect(page).not.toContain('## Reading and writing');
});

it('the page in docs is made of the history', async () => {
  expect(readFileSync(PAGE_FILE, 'utf8')).toBe(await benchmarksPage(readHistory()));
});
