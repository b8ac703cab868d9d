import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { keepPartitions } from './keep-partitions.ts';
import { makePartition } from './make-partition.ts';
import { isCovered, readPartitionedTables } from './partitioned-table.ts';
import { quarterOf, quartersFrom } from './quarter.ts';
import { idAt, momentOf, smallestId } from './record-moment.ts';

const log = createLog({ level: 'error' });
const LOG = { schema: 'core', name: 'change_log' };

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});

async function write(at: string): Promise<void> {
  await database.query(
    `insert into core.change_log (id, at, object, record_id, version, action, cause, release, request_id, changes)
     values ($1, $2, 'account', $3, 1, 'create', 'api', 1, 'r', '{}')`,
    [v7(), at, v7()],
  );
}

async function count(table: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]!.n;
}

describe('quarters', () => {
  it('begin and end in UTC', () => {
    expect(quarterOf(new Date('2026-12-31T23:59:59.999Z'))).toEqual({
      name: '2026q4',
      from: new Date('2026-10-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    });
  });

  it('follow each other over the year', () => {
    expect(quartersFrom(new Date('2026-09-30T12:00:00Z'), 2).map((each) => each.name)).toEqual([
      '2026q3',
      '2026q4',
      '2027q1',
    ]);
  });
});

describe('ids', () => {
  it('carry their moment and sort by it', () => {
    const [early, late] = [Date.parse('2016-03-01T09:00:00Z'), Date.parse('2026-03-01T09:00:00Z')];
    expect(momentOf(idAt(early))).toBe(early);
    expect(idAt(early) < idAt(late)).toBe(true);
    expect(smallestId(new Date(early)) <= idAt(early)).toBe(true);
    expect(idAt(early - 1) < smallestId(new Date(early))).toBe(true);
  });

  it('of moments before 1970 are kept with the oldest', () => {
    expect(momentOf(idAt(Date.parse('1935-01-01T00:00:00Z')))).toBe(0);
  });

  it('differ within a millisecond', () => {
    expect(new Set(Array.from({ length: 1000 }, () => idAt(1_700_000_000_000))).size).toBe(1000);
  });
});

describe('the keeper of partitions', () => {
  it('makes them ahead, once', async () => {
    const now = new Date('2031-05-05T00:00:00Z');
    await keepPartitions(database, log, now);
    await keepPartitions(database, log, now);
    const [table] = await readPartitionedTables(database, LOG);
    for (const quarter of quartersFrom(now, 2)) expect(isCovered(table!, quarter.from.getTime())).toBe(true);
  });

  it('carries what the default took over into pieces of its own, while others go on writing', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => write(`2029-0${1 + (n % 6)}-15T00:00:00Z`)));
    expect(await count('part.change_log_default')).toBe(60);
    const traffic = { running: true };
    let written = 60;
    const failures: unknown[] = [];
    const isOvertaken = (error: unknown): boolean => (error as { code?: string }).code === '23514';
    const writer = (async () => {
      while (traffic.running) {
        await write('2029-02-20T00:00:00Z').then(
          () => written++,
          // Who waited while the piece was made is refused by the default: the store then asks again.
          (error: unknown) => isOvertaken(error) || failures.push(error),
        );
      }
    })();
    await keepPartitions(database, log, new Date('2029-03-01T00:00:00Z'));
    traffic.running = false;
    await writer;
    expect(failures).toEqual([]);
    expect(await count('part.change_log_default')).toBe(0);
    expect(await count('core.change_log')).toBe(written);
    expect(await count('part.change_log_2029q2')).toBe(30);
  });

  it('leaves dates that cannot be meant where they are', async () => {
    await write('9000-01-01T00:00:00Z');
    await keepPartitions(database, log, new Date('2029-03-01T00:00:00Z'));
    expect(await count('part.change_log_default')).toBe(1);
  });

  it('is one among many', async () => {
    const quarter = quarterOf(new Date('2040-01-01T00:00:00Z'));
    await Promise.all(Array.from({ length: 6 }, () => makePartition(database, LOG, quarter)));
    expect(await count('part.change_log_2040q1')).toBe(0);
  });

  it('gives each piece a key of its own', async () => {
    const { rows } = await database.query(
      `select from pg_index where indrelid = 'part.change_log_2040q1'::regclass and indisprimary`,
    );
    expect(rows).toHaveLength(1);
  });
});
