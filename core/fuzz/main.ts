import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { ApiClient } from '../testing/api-client.ts';
import { startTestServer } from '../testing/test-server.ts';
import { fuzzTarget } from './fuzz-target.ts';
import { runFuzz, type FuzzReport } from './fuzz.ts';

// npm run fuzz -- --minutes 5
// npm run fuzz -- --requests 2000 --seed 7       the same requests again, where the same time allows

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    requests: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const ADMIN = { email: 'admin@example.com', password: 'an administrator' };
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'strata-fuzz-'));
const server = await startTestServer({
  dataFolder,
  environment: { STRATA_ADMIN_EMAIL: ADMIN.email, STRATA_ADMIN_PASSWORD: ADMIN.password, STRATA_RATE_LIMIT: '0' },
});
console.log(`Seed ${values.seed}`);
const password = readFileSync(path.join(dataFolder, 'postgres.password'), 'utf8').trim();
const port = readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
const database = await openDatabase({
  url: `postgres://strata:${password}@127.0.0.1:${port}/strata`,
  poolSize: 2,
  log: createLog({ level: 'error' }),
});
const { token } = await new ApiClient(server.url).ok<{ token: string }>('POST', '/api/auth/login', { body: ADMIN });
const target = await fuzzTarget({ url: server.url, database, keeper: new ApiClient(server.url, token) });
const amount =
  values.requests === undefined
    ? { milliseconds: Number(values.minutes) * 60_000 }
    : { requests: Number(values.requests) };
const report = await runFuzz(
  { ...target, secrets: [...target.secrets, dataFolder, password] },
  { seed: Number(values.seed), ...amount },
);
print(report);
const faults = server
  .output()
  .split('\n')
  .filter((line) => line.includes('A request failed'));
for (const fault of faults.slice(0, 20)) console.log(`the server's log: ${fault.slice(0, 1500)}`);
await database.close();
await server.remove();
rmSync(dataFolder, { recursive: true, force: true });
process.exitCode = report.findings.length + faults.length === 0 ? 0 : 1;

function print({ requests, statuses, operations, slowest, findings }: FuzzReport): void {
  console.log(
    `${requests} requests to ${operations.size} operations, ${Math.min(...operations.values())} to the least asked`,
  );
  const sorted = [...statuses].sort(([a], [b]) => a - b);
  console.log(sorted.map(([status, count]) => `${status === 0 ? 'cut off' : status}: ${count}`).join('  '));
  console.log(`The slowest took ${Math.round(slowest.milliseconds)} ms: ${slowest.request.slice(0, 200)}`);
  for (const finding of findings) console.log(`✗ ${finding}`);
  console.log(findings.length === 0 ? '✓ nothing wrong' : `${findings.length} findings`);
}
