// Starts a workspace on a database and stops it once nothing waits to be done there: `begin-workspace.ts <url> <demo: 0 or 1>`.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startStrata } from '../src/compose.ts';
import { readConfig } from '../src/kernel/config.ts';
import { createLog } from '../src/kernel/log.ts';
import { ADMIN } from './admin.ts';

async function begin(url: string, demo: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-begun-'));
  const config = readConfig({
    STRATA_DATA_DIR: folder,
    DATABASE_URL: url,
    PORT: '0',
    STRATA_ADMIN_EMAIL: ADMIN.email,
    STRATA_ADMIN_PASSWORD: ADMIN.password,
    STRATA_DEMO: demo,
  });
  const strata = await startStrata(config, createLog({ level: 'warn' }));
  try {
    await settled(url);
  } finally {
    await strata.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Until nothing waits to be done: else every copy would do it once more. */
async function settled(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let quiet = 0; quiet < 3; await pause(50)) {
      const { rows } = await client.query<{ busy: boolean }>(
        `select exists (select from core.outbox) or exists (
           select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts) as busy`,
      );
      quiet = rows[0]!.busy ? 0 : quiet + 1;
    }
  } finally {
    await client.end();
  }
}

const [url, demo] = process.argv.slice(2);
await begin(url!, demo!);
