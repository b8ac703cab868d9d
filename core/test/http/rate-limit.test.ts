import { beforeAll, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_RATE_LIMIT: '20' } });
});

it('limits the requests of one user or key, tells so, and leaves others alone', async () => {
  const { key } = await api.admin.ok('POST', '/api/api-keys', { body: { name: 'Busy' } });
  const ask = (token: string | null) => fetch(`${api.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  const answers = await Promise.all(Array.from({ length: 25 }, () => ask(key as string)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
  const refused = answers.find((answer) => answer.status === 429)!;
  expect(refused.headers.get('ratelimit-policy')).toMatch(/20/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
  expect((await ask(api.admin.token)).status).toBe(200);
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
});
