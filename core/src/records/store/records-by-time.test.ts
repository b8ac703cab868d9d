import { defineObject, definePlugin, field, label, type PluginManifest } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { refusal } from '../../../testing/refusal.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../../model/create-model.ts';
import type { Author, Model } from '../../model/model.ts';
import { keepPartitions } from '../../model/partitions/keep-partitions.ts';
import { momentOf } from '../../model/partitions/record-moment.ts';
import { createRecord } from '../create-record.ts';
import { deleteRecord } from '../delete-record.ts';
import { getRecord } from '../get-record.ts';
import { groupRecords } from '../group-records.ts';
import { queryRecords } from '../query-records.ts';
import { momentIndexes } from '../query/moment-indexes.ts';
import { recordHistory } from '../record-history.ts';
import { restoreRecord } from '../restore-record.ts';
import { updateRecord } from '../update-record.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const log = createLog({ level: 'error' });
const text = (en: string) => label(en, en);

/** Visits, kept by time or in one piece, of a customer, and something that refers to a visit. */
function pack(version: string, partitionBy?: string): PluginManifest {
  return definePlugin({
    id: 'visits',
    prefix: '',
    version,
    label: text('Visits'),
    description: text('Visits of customers.'),
    documents: [
      ...defineObject('customer', {
        label: text('Customer'),
        plural: text('Customers'),
        fields: { name: field.text(text('Name')) },
      }),
      ...defineObject('visit', {
        label: text('Visit'),
        plural: text('Visits'),
        ...(partitionBy !== undefined && { partitionBy }),
        fields: {
          name: field.text(text('Name')),
          at: field.datetime(text('When')),
          customer: field.reference(text('Customer'), 'customer'),
        },
      }),
      ...defineObject('gift', {
        label: text('Gift'),
        plural: text('Gifts'),
        fields: { name: field.text(text('Name')), visit: field.reference(text('Visit'), 'visit') },
      }),
    ],
  });
}

let database: Database;
let model: Model;

async function open(manifest: PluginManifest): Promise<void> {
  database = await testDatabase();
  model = await createModel({ database, log, indexProviders: [momentIndexes] });
  await model.installPlugin(author, manifest);
}

function system(): AccessContext {
  return {
    db: database,
    actor: SYSTEM_ACTOR,
    access: SYSTEM_ACCESS,
    cause: { kind: 'api' },
    catalog: model.catalog(),
    locale: 'en',
    now: new Date(),
    requestId: 'test',
  };
}

async function pieceOf(id: string): Promise<string> {
  const { rows } = await database.query<{ piece: string }>(
    'select tableoid::regclass::text as piece from crm.visit where id = $1',
    [id],
  );
  return rows[0]?.piece ?? 'none';
}

async function isValid(kind: 'index' | 'foreign key', table: string): Promise<boolean[]> {
  const { rows } = await database.query<{ valid: boolean }>(
    kind === 'index'
      ? 'select indisvalid as valid from pg_index where indrelid = $1::text::regclass'
      : `select convalidated as valid from pg_constraint where conrelid = $1::text::regclass and contype = 'f' and conparentid = 0`,
    [table],
  );
  return rows.map((row) => row.valid);
}

describe('an object kept by time', () => {
  beforeAll(async () => {
    await open(pack('1.0.0', 'at'));
    return () => model.close();
  });

  test('keeps a record of ten years ago among its like, and finds it by id', async () => {
    const { data } = await createRecord(system(), 'visit', { name: 'Long ago', at: '2016-05-04T10:00:00Z' });
    expect(momentOf(data.id)).toBe(Date.parse('2016-05-04T10:00:00Z'));
    expect(await pieceOf(data.id)).toBe('part.visit_2016q2');
    expect((await getRecord(system(), 'visit', data.id)).data['name']).toBe('Long ago');
    expect((await recordHistory(system(), 'visit', data.id)).data).toHaveLength(1);
  });

  test('one without a date is of now', async () => {
    const { data } = await createRecord(system(), 'visit', { name: 'Now' });
    expect(Math.abs(momentOf(data.id) - Date.now())).toBeLessThan(60_000);
    expect(await pieceOf(data.id)).toMatch(/^part\.visit_\d{4}q\d$/);
  });

  test('is found at its new date after it was moved, though it stays in its piece', async () => {
    const { data } = await createRecord(system(), 'visit', { name: 'Moved', at: '2018-01-10T10:00:00Z' });
    await updateRecord(system(), 'visit', data.id, { at: '2024-08-01T10:00:00Z' });
    expect(await pieceOf(data.id)).toBe('part.visit_2018q1');
    const filter = 'at >= timestamp("2024-07-01T00:00:00Z") && at < timestamp("2024-10-01T00:00:00Z")';
    const { data: found } = await queryRecords(system(), 'visit', { fields: ['name'], filter });
    expect(found.map((each) => each['name'])).toEqual(['Moved']);
  });

  test('dates that cannot be meant are taken by the default', async () => {
    const { data } = await createRecord(system(), 'visit', { name: 'Typed wrong', at: '8999-01-01T00:00:00Z' });
    expect(await pieceOf(data.id)).toMatch(/^part\.default_/);
    await keepPartitions(database, log);
    expect(await pieceOf(data.id)).toMatch(/^part\.default_/);
  });

  test('is deleted, restored and referred to as any other', async () => {
    const { data: visit } = await createRecord(system(), 'visit', { name: 'Given', at: '2019-02-02T00:00:00Z' });
    const { data: gift } = await createRecord(system(), 'gift', { name: 'A pen', visit: visit.id });
    await deleteRecord(system(), 'visit', visit.id);
    expect((await getRecord(system(), 'gift', gift.id)).data['visit']).toBeNull();
    await restoreRecord(system(), 'visit', visit.id);
    expect((await getRecord(system(), 'gift', gift.id)).data['visit']).toBe(visit.id);
    const wrong = createRecord(system(), 'gift', { name: 'x', visit: '01920000-0000-7000-8000-000000000000' });
    expect((await refusal(wrong)).issues[0]?.path).toBe('visit');
  });

  test('groups and sorts over all pieces', async () => {
    const page = await groupRecords(system(), 'visit', {
      group_by: [{ field: 'at', bucket: 'year' }],
      aggregates: { n: 'count()' },
      filter: 'at < timestamp("2020-01-01T00:00:00Z")',
    });
    expect(page.data.map((each) => each['n'])).toEqual([1, 1]);
    const { data } = await queryRecords(system(), 'visit', { fields: ['at'], sort: 'at', limit: 2 });
    expect(data.map((each) => each['at'])).toEqual(['2016-05-04T10:00:00Z', '2019-02-02T00:00:00Z']);
  });

  test('has its indexes and keys complete, in every piece', async () => {
    expect(await isValid('index', 'crm.visit')).not.toContain(false);
    expect(await isValid('foreign key', 'crm.visit')).toEqual([true, true]);
    expect(await isValid('index', 'part.visit_2016q2')).toHaveLength((await isValid('index', 'crm.visit')).length);
  });

  test('gets further fields, indexes and references with records in it', async () => {
    await model.putDocument(author, 'workspace', 'field', 'visit.guide', {
      type: 'reference',
      to: 'customer',
      label: text('Guide'),
      on_delete: 'clear',
    });
    await model.publish(author);
    expect(await isValid('index', 'crm.visit')).not.toContain(false);
    expect(await isValid('foreign key', 'crm.visit')).toEqual([true, true, true]);
    const { data: guide } = await createRecord(system(), 'customer', { name: 'Guide' });
    const { data } = await createRecord(system(), 'visit', {
      name: 'Guided',
      at: '2016-06-01T00:00:00Z',
      guide: guide.id,
    });
    expect(await pieceOf(data.id)).toBe('part.visit_2016q2');
  });

  test('cannot have unique fields, and says why', async () => {
    await model.putDocument(author, 'workspace', 'field', 'visit.code', {
      type: 'text',
      unique: true,
      label: text('Code'),
    });
    const { problems } = await model.plan();
    expect(problems.map((problem) => problem.code)).toEqual(['partitioned_unique']);
    await model.discardDraft(author, 'workspace');
  });
});

describe('an object that comes to be kept by time', () => {
  const ROWS = 5_000;
  let before: unknown[];

  async function all(): Promise<unknown[]> {
    return (await database.query('select * from crm.visit where name like $1 order by id', ['Visit %'])).rows;
  }

  beforeAll(async () => {
    await open(pack('1.0.0'));
    const { data: customer } = await createRecord(system(), 'customer', { name: 'Kim' });
    const { data: visit } = await createRecord(system(), 'visit', { name: 'First', customer: customer.id });
    await createRecord(system(), 'gift', { name: 'A book', visit: visit.id });
    await database.query(
      `insert into crm.visit (id, created_at, updated_at, name, at, customer)
       select (left(hex, 8) || '-' || right(hex, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid,
         moment, moment, 'Visit ' || n, moment, $1
       from (select n, moment, lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') as hex
         from (select n, now() - n * interval '1 hour' as moment from generate_series(1, ${ROWS}) as n) as x) as y`,
      [customer.id],
    );
    await database.query(`create table crm.noted (n bigint)`);
    await database.query(
      `create function crm.note() returns trigger language plpgsql as
         $$ begin insert into crm.noted select count(*) from fresh; return null; end $$`,
    );
    await database.query(
      `create trigger note after insert on crm.visit referencing new table as fresh
       for each statement execute function crm.note()`,
    );
    before = await all();
    return () => model.close();
  });

  test('is turned while it is read and written, and loses nothing', async () => {
    const traffic = { running: true };
    let created = 0;
    const failures: unknown[] = [];
    const writer = (async () => {
      while (traffic.running) {
        await createRecord(system(), 'visit', { name: `New ${created}` }).then(
          () => created++,
          (error: unknown) => failures.push(error),
        );
      }
    })();
    const reader = (async () => {
      while (traffic.running) {
        await queryRecords(system(), 'visit', { fields: ['name', 'customer.name'], sort: '-at', limit: 50 }).then(
          ({ data }) => data.length === 50 || failures.push(data.length),
          (error: unknown) => failures.push(error),
        );
      }
    })();
    await model.installPlugin(author, pack('1.1.0', 'at'));
    traffic.running = false;
    await Promise.all([writer, reader]);
    expect(failures).toEqual([]);
    expect(await all()).toEqual(before);
    const { rows } = await database.query<{ n: number }>(
      `select count(*)::int as n from crm.visit where name like 'New %'`,
    );
    expect(rows[0]?.n).toBe(created);
    // What follows every write of the table, as roll-ups do, follows those of the pieces too.
    await keepPartitions(database, log, new Date(Date.now() + 200 * 86_400_000));
    const ahead = new Date(Date.now() + 200 * 86_400_000).toISOString();
    await createRecord(system(), 'visit', { name: 'Ahead', at: ahead });
    const noted = await database.query<{ n: number }>(`select sum(n)::int as n from crm.noted`);
    expect(noted.rows[0]?.n).toBe(created + 1);
  });

  test('keeps what there was in one oldest piece, with complete indexes and keys', async () => {
    const { rows } = await database.query<{ piece: string }>(
      `select distinct tableoid::regclass::text as piece from crm.visit`,
    );
    expect(rows.map((row) => row.piece)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^part\.before_/), expect.stringMatching(/^part\.visit_/)]),
    );
    expect(rows).toHaveLength(2);
    expect(await isValid('index', 'crm.visit')).not.toContain(false);
    expect(await isValid('foreign key', 'crm.visit')).toEqual([true, true]);
    expect(await isValid('foreign key', 'crm.gift')).toEqual([true, true]);
    expect(await isValid('index', 'crm.visit')).toHaveLength(7);
  });

  test('has pieces ahead for what comes', async () => {
    const { rows } = await database.query<{ n: number }>(
      `select count(*)::int as n from pg_inherits where inhparent = 'crm.visit'::regclass`,
    );
    expect(rows[0]?.n).toBeGreaterThanOrEqual(3);
  });

  test('still guards what points to it', async () => {
    const wrong = database.query(`update crm.gift set visit = gen_random_uuid()`);
    await expect(wrong).rejects.toMatchObject({ code: '23503' });
  });

  test('stays so when the object no longer asks for it, and then still has no unique fields', async () => {
    await model.installPlugin(author, pack('1.2.0'));
    await createRecord(system(), 'visit', { name: 'After' });
    await model.putDocument(author, 'workspace', 'field', 'visit.code', {
      type: 'text',
      unique: true,
      label: text('Code'),
    });
    const { problems } = await model.plan();
    expect(problems.map((problem) => problem.code)).toEqual(['partitioned_unique']);
  });
});
