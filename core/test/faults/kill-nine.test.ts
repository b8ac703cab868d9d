import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/kernel/database.ts';
import { settleAll } from '../../src/records/search/search-fresh.ts';
import type { Ledger } from '../../soak/ledger.ts';
import { findingsOf, runSoak } from '../../soak/soak.ts';

const folders: string[] = [];
const dataFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-soak-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('kill -9 of the server and of PostgreSQL while people write', () => {
  it('loses nothing acknowledged and does nothing twice', async () => {
    const report = await runSoak({ kills: 4, seed: 20261121, writers: 3, calm: 1_000, dataFolder: dataFolder() });
    expect(findingsOf(report)).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(20);
    expect(report.unknown).toBeGreaterThan(0);
  }, 120_000);
});

/** What each check is for, done behind the server's back; and the check that must tell. */
const SPOILED: Readonly<Record<string, (database: Database, ledger: Ledger) => Promise<unknown>>> = {
  'no acknowledged write is lost': (database, ledger) =>
    database.query(`delete from core.change_log where changes -> 'marker' ->> 1 = $1`, [acknowledged(ledger).at(-1)]),
  'nothing is done twice': (database, ledger) =>
    database.query(
      `insert into core.change_log select gen_random_uuid(), at, object, record_id, version + 1, action, actor, cause,
         cause_id, release, request_id, changes from core.change_log where changes -> 'marker' ->> 1 = $1`,
      [acknowledged(ledger)[0]],
    ),
  'versions without a gap': (database) => database.query('update crm.soak_order set version = version + 1'),
  'the change log replayed is the record': (database) => database.query(`update crm.soak_line set quantity = 1234`),
  'every key remembers its answer': (database) => database.query('delete from core.idempotency_key'),
  'counting up together loses nobody': (database, { shared }) =>
    database.query(
      `update core.change_log set changes = jsonb_set(changes, '{counter}', '[1, 9]') where record_id = $1 and version = 2`,
      [shared[0]],
    ),
  'recycle bin is what is deleted': (database) => database.query('delete from core.deletion'),
  'search finds what is there': async (database) => {
    await settleAll(database);
    await database.query(`update core.search_entry set texts = '{"name":"x"}'`);
  },
};

describe('the checks of the soak', () => {
  it('tell of everything that they are for', async () => {
    const spoil = async (database: Database, ledger: Ledger): Promise<void> => {
      for (const harm of Object.values(SPOILED)) await harm(database, ledger);
    };
    const { checks } = await runSoak({
      kills: 0,
      seed: 3,
      writers: 2,
      leastWrites: 150,
      dataFolder: dataFolder(),
      spoil,
    });
    const telling = checks.filter(({ findings }) => findings.length > 0).map(({ name }) => name);
    expect(telling).toEqual(expect.arrayContaining(Object.keys(SPOILED)));
  }, 120_000);
});

function acknowledged({ attempts }: Ledger): (string | null)[] {
  return attempts
    .filter(({ operation, outcome }) => operation === 'create' && outcome === 'acknowledged')
    .map(({ marker }) => marker);
}
