import { expect, it } from 'vitest';
import type { ImportBatch } from '@stratacrm/sdk';
import { startTestServer, type TestServer } from '../testing/index.ts';

const administrator = { email: 'admin@example.com', password: 'an administrator' };
const environment = {
  STRATA_DEMO: '0',
  STRATA_RATE_LIMIT: '0',
  STRATA_ADMIN_EMAIL: administrator.email,
  STRATA_ADMIN_PASSWORD: administrator.password,
};

interface Client {
  call<Answer>(method: string, path: string, body?: string): Promise<Answer>;
}

async function signIn(server: TestServer): Promise<Client> {
  const call =
    (token?: string) =>
    async <Answer>(method: string, path: string, body?: string): Promise<Answer> => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      const response = await fetch(server.url + path, { method, headers, ...(body !== undefined && { body }) });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return (await response.json()) as Answer;
    };
  const { token } = await call()<{ token: string }>('POST', '/api/auth/login', JSON.stringify(administrator));
  return { call: call(token) };
}

async function wait(client: Client, id: string, until: (batch: ImportBatch) => boolean): Promise<ImportBatch> {
  for (;;) {
    const { data } = await client.call<{ data: ImportBatch }>('GET', `/api/imports/${id}`);
    if (data.state === 'failed') throw new Error(data.error);
    if (until(data)) return data;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function tenThousand(): string {
  const lines = Array.from({ length: 10_000 }, (_, n) => {
    const city = ['Oslo', '上海', 'Lima', 'Rome'][n % 4]!;
    return `Company ${n},${['retail', 'finance', '科技'][n % 3]},${n},${(n * 1.37).toFixed(2)},${city},2026-01-${String((n % 28) + 1).padStart(2, '0')}`;
  });
  return `name,industry,employees,annual revenue,city,customer since\n${lines.join('\n')}\n`;
}

it('ten thousand rows are checked and stored in seconds, and a kill in the middle stores none twice and loses none', async () => {
  const server = await startTestServer({ environment });
  let next: TestServer | undefined;
  try {
    const client = await signIn(server);
    const { data: batch } = await client.call<{ data: ImportBatch }>(
      'POST',
      '/api/imports?object=account',
      tenThousand(),
    );
    expect(batch.mapping.map(({ field }) => field)).not.toContain(null);
    const began = performance.now();
    await client.call('POST', `/api/imports/${batch.id}/check`);
    const checked = await wait(client, batch.id, ({ state }) => state === 'checked');
    const seconds = (performance.now() - began) / 1000;
    expect(checked.counts).toEqual({ create: 10_000, update: 0, unchanged: 0, error: 0 });
    expect(seconds).toBeLessThan(20);
    await client.call('POST', `/api/imports/${batch.id}/run`);
    await wait(client, batch.id, ({ progress }) => progress > 0.2);
    await server.stop('SIGKILL');

    next = await startTestServer({ environment, dataFolder: server.dataFolder });
    const again = await signIn(next);
    const done = await wait(again, batch.id, ({ state }) => state === 'done');
    expect(done.counts).toEqual({ create: 10_000, update: 0, unchanged: 0, error: 0 });
    const count = '/api/records/account?count=exact&limit=1&fields=id';
    expect((await again.call<{ count: number }>('GET', count)).count).toBe(10_000);
  } finally {
    await (next ?? server).remove();
  }
}, 120_000);
