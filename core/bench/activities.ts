import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { basePack } from '@stratacrm/plugin-base';
import type { RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../src/access/access-profile.ts';
import { actFor } from '../src/access/act-for.ts';
import { SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import { openDatabase, type Database } from '../src/kernel/database.ts';
import { startEmbeddedPostgres } from '../src/kernel/embedded-postgres.ts';
import { createLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/orm.ts';
import { createModel } from '../src/model/create-model.ts';
import type { Model } from '../src/model/model.ts';
import { finishTables } from '../src/model/physical/finish-tables.ts';
import { makePartition } from '../src/model/partitions/make-partition.ts';
import { quarterOf, type Quarter } from '../src/model/partitions/quarter.ts';
import { smallestId } from '../src/model/partitions/record-moment.ts';
import { getRecord } from '../src/records/get-record.ts';
import { groupPlan } from '../src/records/query/group-plan.ts';
import { momentIndexes } from '../src/records/query/moment-indexes.ts';
import { nameIndexes } from '../src/records/query/name-indexes.ts';
import { readerSight } from '../src/records/sight/sight.ts';
import { groupRecords } from '../src/records/group-records.ts';
import { queryRecords } from '../src/records/query-records.ts';
import { recordHistory } from '../src/records/record-history.ts';
import { runStatement } from '../src/records/sql/statement.ts';

// node core/bench/activities.ts [--rows 10000000] [--folder DIR] [--whole] [--explain]
//
// Eleven years of activities, made in SQL, and what people ask of them, through the query compiler and under row rules.
// --whole keeps them in one table, to compare; --folder keeps the database for another run.

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    folder: { type: 'string', default: '/tmp/strata-activities' },
    whole: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
  },
});

const ROWS = Number(options.rows);
const USERS = 200;
const TEAMS = 20;
const ACCOUNTS = 100_000;
const LAST = new Date('2026-11-01T00:00:00Z');
const FIRST = new Date('2015-11-01T00:00:00Z');

const log = createLog({ level: 'warn' });
const providers = [nameIndexes, momentIndexes];

function inOnePiece(): typeof basePack {
  const documents = basePack.documents.map((document) => {
    if (document.kind !== 'object') return document;
    const { partition_by: _, ...rest } = document;
    return rest;
  });
  return { ...basePack, documents };
}

function quarters(): Quarter[] {
  const found = [quarterOf(FIRST)];
  while (found.at(-1)!.to < LAST) found.push(quarterOf(found.at(-1)!.to));
  return found;
}

/** Without indexes and checks of references, which are made afterwards: in a third of the time. */
async function fill(db: Database, model: Model): Promise<void> {
  const { rows: there } = await db.query('select from crm.activity limit 1');
  const finish = () => finishTables({ database: db, log, catalog: model.catalog(), providers });
  if (there.length > 0) return finish();
  const begin = performance.now();
  await people(db);
  if (!options.whole)
    for (const quarter of quarters()) await makePartition(db, { schema: 'crm', name: 'activity' }, quarter);
  const { rows: indexes } = await db.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index where indrelid = 'crm.activity'::regclass and not indisprimary`,
  );
  for (const { name } of indexes) await db.query(`drop index ${name}`);
  for (const quarter of quarters()) await activities(db, quarter);
  console.log(`${ROWS} activities in ${seconds(begin)} s`);
  await finish();
  await db.query('vacuum analyze crm.activity');
  await db.query('vacuum analyze crm.account');
  await db.query('analyze core."user"');
  console.log(`with indexes after ${seconds(begin)} s`);
}

async function people(db: Database): Promise<void> {
  await db.query(
    `insert into core.team (id, name) select gen_random_uuid(), 'Team ' || n from generate_series(1, ${TEAMS}) as n`,
  );
  await db.query(
    `with team as (select id, row_number() over (order by name) as n from core.team)
     insert into core."user" (id, name, email, team)
     select gen_random_uuid(), 'Person ' || p.n, p.n || '@example.com', team.id
     from generate_series(1, ${USERS}) as p(n) join team on team.n = p.n % ${TEAMS} + 1`,
  );
  await db.query(`insert into core.user_role (user_id, role) select id, 'sales_representative' from core."user"`);
  await db.query(
    `insert into core.user_team (user_id, team_id) select id, team from core."user" where team is not null`,
  );
  await db.query(
    `insert into crm.account (id, owner, created_at, updated_at, name)
     select gen_random_uuid(), people.ids[1 + n % ${USERS}], now(), now(), 'Account ' || n
     from generate_series(1, ${ACCOUNTS}) as n, (select array_agg(id) as ids from core."user") as people`,
  );
}

/** Evenly over the quarter; of a hundred 30 calls, 20 meetings, the rest notes, e-mails and tasks. */
async function activities(db: Database, quarter: Quarter): Promise<void> {
  const count = Math.round(ROWS / quarters().length);
  const span = (quarter.to.getTime() - quarter.from.getTime()) / count;
  await db.transaction(async (tx) => {
    await tx.query(`set local session_replication_role = replica`);
    await tx.query(
      `with owners as (select array_agg(id order by name) as ids from core."user"), accounts as (select array_agg(id) as ids from crm.account)
       insert into crm.activity (id, owner, created_at, updated_at, subject, type, status, at, duration_minutes, account, body)
       select (left(hex, 8) || '-' || right(hex, 4) || '-7' || substr(md5(n::text || $1), 1, 3) || '-8' || substr(md5($1 || n::text), 1, 3) || '-' || substr(md5(n::text), 1, 12))::uuid,
         owners.ids[1 + (hashint4(n) & 2147483647) % ${USERS}], moment, moment, 'Subject ' || n,
         (array['call','call','call','meeting','meeting','email','email','note','note','task'])[1 + (hashint4(n + 7) & 2147483647) % 10],
         'done', moment, n % 90, accounts.ids[1 + (hashint4(n + 13) & 2147483647) % ${ACCOUNTS}], 'What was said of ' || n
       from (select n, moment, lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') as hex
         from (select n, $2::timestamptz + n * $3::float8 * interval '1 millisecond' as moment from generate_series(0, $4::int - 1) as n) as x) as y, owners, accounts`,
      [quarter.name, quarter.from.toISOString(), span, count],
    );
  });
}

interface Question {
  name: string;
  query: RecordQuery;
}

const CONTACTS = `type in ["call", "meeting"]`;
const within = (from: string, to: string): string =>
  `at >= timestamp("${from}T00:00:00Z") && at < timestamp("${to}T00:00:00Z")`;
const monthly: Partial<RecordQuery> = {
  group_by: ['type', { field: 'at', bucket: 'month' }],
  aggregates: { n: 'count()', minutes: 'sum(duration_minutes)' },
};
const QUESTIONS: readonly Question[] = [
  {
    name: 'ten years ago, a quarter',
    query: { ...monthly, filter: `${CONTACTS} && ${within('2016-10-01', '2017-01-01')}` },
  },
  {
    name: 'ten years ago, a year',
    query: { ...monthly, filter: `${CONTACTS} && ${within('2016-01-01', '2017-01-01')}` },
  },
  {
    name: 'three years ago, a year',
    query: { ...monthly, filter: `${CONTACTS} && ${within('2023-01-01', '2024-01-01')}` },
  },
  {
    name: 'both years, side by side',
    query: {
      ...monthly,
      filter: `${CONTACTS} && ((${within('2016-01-01', '2017-01-01')}) || (${within('2023-01-01', '2024-01-01')}))`,
    },
  },
];

async function report(db: Database, model: Model): Promise<void> {
  const { rows } = await db.query<{ id: string }>(`select id from core."user" where name = 'Person 7'`);
  const cause = { kind: 'api' } as const;
  const catalog = model.catalog();
  const later = (userId: string | null, role: string) =>
    actFor(db, catalog, { userId, roles: [role], locale: 'en' }, cause);
  const representative = (await later(rows[0]!.id, 'sales_representative'))!;
  const everybody = (await later(null, ''))!;
  for (const [who, ctx] of [
    ['a representative, who sees his team’s', representative],
    ['one who sees all', everybody],
  ] as const) {
    for (const { name, query } of QUESTIONS) {
      await time(`${who}: ${name}`, async () =>
        (await groupRecords(ctx, 'activity', query)).data.reduce((sum, group) => sum + Number(group['n']), 0),
      );
      if (options.explain) await explain(ctx, query);
    }
  }
  await time(
    'the 50 latest of his team, with their accounts',
    async () =>
      (
        await queryRecords(representative, 'activity', {
          fields: ['subject', 'at', 'account.name'],
          sort: '-at',
          limit: 50,
        })
      ).data.length,
  );
  const { rows: one } = await db.query<{ id: string }>(
    `select id from crm.activity where id > '${smallestId(new Date('2019-05-05'))}' limit 1`,
  );
  await time('one of 2019 by id', async () => (await getRecord(everybody, 'activity', one[0]!.id)).version, 200);
  await time('its history', async () => (await recordHistory(everybody, 'activity', one[0]!.id)).data.length, 200);
}

async function time(name: string, ask: () => Promise<number>, times = 7): Promise<void> {
  const taken: number[] = [];
  let found = 0;
  for (let n = 0; n < times; n++) {
    const begin = performance.now();
    found = await ask();
    taken.push(performance.now() - begin);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(64)} first ${taken[0]!.toFixed(1)} ms, then ${sorted[Math.floor(times / 2)]!.toFixed(1)} ms (${found})`,
  );
}

async function explain(ctx: AccessContext, query: RecordQuery): Promise<void> {
  const { statement } = groupPlan(readerSight(ctx.catalog, ctx.access), 'activity', query);
  const explained = {
    ...statement,
    text: `explain (analyze, buffers, costs off) ${statement.text}`,
    name: () => undefined,
  };
  const { rows } = await runStatement<{ 'QUERY PLAN': string }>(ctx, explained, { limit: 201, offset: '0' });
  console.log(rows.map((row) => row['QUERY PLAN']).join('\n'));
}

function seconds(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(0);
}

const folder = options.folder + (options.whole ? '-whole' : '');
mkdirSync(folder, { recursive: true });
const postgres = await startEmbeddedPostgres({ folder, log });
const database = await openDatabase({ url: postgres.url, poolSize: 8, log });
try {
  await migrate(database);
  const model = await createModel({ database, log, indexProviders: providers });
  const pack = options.whole ? inOnePiece() : basePack;
  await model.installPlugin({ actor: SYSTEM_ACTOR }, pack);
  await fill(database, model);
  await report(database, model);
  await model.close();
} finally {
  await database.close();
  await postgres.stop();
}
