import { expect, it } from 'vitest';
import { fuzzTarget } from '../../fuzz/fuzz-target.ts';
import { runFuzz } from '../../fuzz/fuzz.ts';
import { testApi } from '../../testing/test-api.ts';

it('nothing that is sent makes the server fault, hang, tell its inside, or change what it refused to change', async () => {
  const api = await testApi({ demo: true });
  const target = await fuzzTarget({ url: api.url, database: api.database, keeper: api.admin });
  const report = await runFuzz(target, { seed: 20261121, requests: 1_700 });
  expect(report.findings).toEqual([]);
  // It got through to what each operation does, and to everything there is.
  expect(report.statuses.get(200)).toBeGreaterThan(50);
  expect(report.statuses.get(422)).toBeGreaterThan(200);
  expect(Math.min(...report.operations.values())).toBeGreaterThan(2);
}, 180_000);
