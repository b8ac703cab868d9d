import { spawn } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { libraryPack } from '../../../testing/library-pack.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../create-model.ts';
import type { Author, Model } from '../model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const log = createLog({ level: 'silent' });
const script = path.resolve(import.meta.dirname, '../../../testing/publish-and-die.ts');

let database: Database;

const open = (): Promise<Model> => createModel({ database, log });

beforeAll(async () => {
  database = await testDatabase();
  const model = await open();
  await model.installPlugin(author, libraryPack);
  await database.query(
    `insert into crm.reader (id, created_at, updated_at, name, visits)
     select gen_random_uuid(), now(), now(), 'Reader ' || n, n from generate_series(1, 5000) as n`,
  );
  await model.close();
});

/** Publishes in another process, which is killed as the phase begins. */
async function publishAndDie(phase: string): Promise<void> {
  const child = spawn(process.execPath, [script, database.url, phase], { stdio: 'inherit' });
  const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  // The lock ends with its connection, as soon as the server notices.
  const locks = `select from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  await expect.poll(async () => (await database.query(locks)).rowCount).toBe(0);
}

async function draft(model: Model): Promise<void> {
  await model.discardDraft(author, 'workspace');
  const label = { en: 'Code', zh: '代码' };
  await model.putDocument(author, 'workspace', 'field', 'reader.code', { type: 'text', label, unique: true });
  const { document } = await model.document('workspace', 'field', 'reader.visits');
  await model.putDocument(author, 'workspace', 'field', 'reader.visits', { ...document, type: 'text', name: 'trips' });
}

async function exists(relation: string): Promise<boolean> {
  const { rows } = await database.query<{ there: boolean }>('select to_regclass($1) is not null as there', [relation]);
  return rows[0]!.there;
}

async function uniqueIndexes(): Promise<number> {
  return (
    await database.query(
      `select from pg_index where indrelid = 'crm.reader'::regclass and indisunique and not indisprimary and indisvalid`,
    )
  ).rowCount;
}

describe('a publish whose process is killed', () => {
  it('before anything was converted leaves the live release as it was', async () => {
    const model = await open();
    const before = model.catalog().release;
    await draft(model);
    await publishAndDie('expand');
    const next = await open();
    await next.settled();
    expect(next.catalog().release).toBe(before);
    expect(next.catalog().object('reader').fields).toHaveProperty('visits');
    // Writers of the live release are not disturbed by what was left.
    await database.query(`update crm.reader set visits = visits where name = 'Reader 1'`);
    await model.close();
    await next.close();
  });

  it('can be published again, using what it left', async () => {
    const model = await open();
    await model.publish(author);
    const { rows } = await database.query(`select trips from crm.reader where name = 'Reader 17'`);
    expect(rows).toEqual([{ trips: '17' }]);
    expect((await database.query('select from crm.reader where trips is null')).rowCount).toBe(0);
    await model.rollback(author, 1);
    expect((await database.query(`select visits from crm.reader where name = 'Reader 17'`)).rows).toEqual([
      { visits: '17' },
    ]);
    await model.close();
  });

  it.each(['converting', 'switch'])(
    'half-way through the values (%s) is completed at the next start',
    async (phase) => {
      const model = await open();
      const before = model.catalog().release;
      await draft(model);
      await publishAndDie(phase);
      expect(await model.conversionsUnderWay()).toMatchObject([
        { object: 'reader', field: 'visits', done: phase === 'switch' ? 5000 : 500, total: 5000 },
      ]);
      // Written under the former release, one behind the place it came to and one before.
      await database.query(
        `update crm.reader set visits = 7000 where id = (select min(id::text)::uuid from crm.reader)`,
      );
      await database.query(
        `update crm.reader set visits = 8000 where id = (select max(id::text)::uuid from crm.reader)`,
      );
      const next = await open();
      await next.settled();
      expect(next.catalog().release).toBe(before + 1);
      const { rows } = await database.query(
        `select trips, count(*)::int as count from crm.reader where trips in ('7000', '8000', '42') group by 1 order by 1`,
      );
      expect(rows).toEqual([
        { trips: '42', count: 1 },
        { trips: '7000', count: 1 },
        { trips: '8000', count: 1 },
      ]);
      expect(await next.conversionsUnderWay()).toEqual([]);
      expect((await database.query('select from core.conversion_mark')).rowCount).toBe(0);
      await next.rollback(author, 1);
      await model.close();
      await next.close();
    },
  );

  it('and whose draft was changed since is not completed', async () => {
    const model = await open();
    const before = model.catalog().release;
    await draft(model);
    await publishAndDie('converting');
    await model.putDocument(author, 'workspace', 'field', 'reader.more', {
      type: 'text',
      label: { en: 'More', zh: '更多' },
    });
    const next = await open();
    await next.settled();
    expect(next.catalog().release).toBe(before);
    expect((await database.query(`select from pg_trigger where tgname like 'cv\\_%'`)).rowCount).toBe(0);
    expect((await database.query('select from core.publish_intent')).rowCount).toBe(0);
    await model.close();
    await next.close();
  });

  it.each(['switched', 'finish'])('after the switch (%s) is completed at the next start', async (phase) => {
    const model = await open();
    const before = model.catalog().release;
    await draft(model);
    await publishAndDie(phase);
    expect(await uniqueIndexes()).toBe(1);
    const next = await open();
    expect(next.catalog().release).toBe(before + 1);
    await next.settled();
    expect(await uniqueIndexes()).toBe(2);
    expect((await database.query('select from core.release where finished_at is null')).rowCount).toBe(0);
    expect(await exists('crm.reader')).toBe(true);
    await next.rollback(author, 1);
    await model.close();
    await next.close();
  });
});

describe('a publish that the database refuses half-way', () => {
  it('leaves the live release as it was, and works when the cause is gone', async () => {
    const model = await open();
    const { release } = model.catalog();
    const label = { en: 'Late', zh: '迟' };
    await model.putDocument(author, 'workspace', 'field', 'reader.early', { type: 'text', label });
    await model.putDocument(author, 'workspace', 'field', 'reader.later', { type: 'text', label });
    await database.query('alter table crm.reader add column later integer');
    await expect(model.publish(author)).rejects.toMatchObject({ code: 'publish_failed' });
    expect(model.catalog().release).toBe(release);
    expect((await model.releases())[0]?.number).toBe(release);
    await database.query('alter table crm.reader drop column later');
    expect((await model.publish(author)).number).toBe(release + 1);
    await model.close();
  });
});
