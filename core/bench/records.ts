import { defineObject, definePlugin, defineRole, field, label, option, type JsonValue } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../src/access/access-profile.ts';
import { compileAccess } from '../src/access/compile-access.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import type { Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { createModel } from '../src/model/create-model.ts';
import { bulkRecords } from '../src/records/bulk-records.ts';
import { createRecord } from '../src/records/create-record.ts';
import { getRecord } from '../src/records/get-record.ts';
import { groupRecords } from '../src/records/group-records.ts';
import { nameIndexes } from '../src/records/query/name-indexes.ts';
import { queryRecords } from '../src/records/query-records.ts';
import { searchRecords } from '../src/records/search-records.ts';
import { updateRecord } from '../src/records/update-record.ts';
import { measure, type Measurement } from './measure.ts';

const ACCOUNTS = Number(process.env['STRATA_BENCH_RECORDS'] ?? 100_000);
const SECONDS = Number(process.env['STRATA_BENCH_SECONDS'] ?? 3);

const text = (name: string) => label(name, name);
const INDUSTRIES = ['energy', 'retail', 'books', 'air', 'banking', 'charity'];

/** Accounts as a company has them: some thirty fields, half of them filled. */
const pack = definePlugin({
  id: 'bench',
  prefix: '',
  version: '1.0.0',
  label: text('Bench'),
  description: text('Bench'),
  documents: [
    ...defineObject('account', {
      label: text('Account'),
      plural: text('Accounts'),
      fields: {
        name: field.text(text('Name'), { required: true }),
        industry: field.select(
          text('Industry'),
          INDUSTRIES.map((each) => option(each, text(each))),
        ),
        revenue: field.currency(text('Revenue')),
        employees: field.integer(text('Employees')),
        founded: field.date(text('Founded')),
        website: field.url(text('Website')),
        city: field.text(text('City')),
        active: field.boolean(text('Active'), { default: true }),
        secret: field.text(text('Secret')),
        ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`text_${i}`, field.text(text(`Text ${i}`))])),
      },
    }),
    ...defineObject('contact', {
      label: text('Contact'),
      plural: text('Contacts'),
      fields: {
        name: field.text(text('Name'), { required: true }),
        email: field.email(text('E-mail')),
        account: { type: 'reference', label: text('Account'), to: 'account', on_delete: 'cascade' },
      },
    }),
    defineRole({
      name: 'rep',
      label: text('Rep'),
      grants: {
        '*': { create: true, read: 'record.owner == user.id', update: 'record.owner == user.id' },
        account: {
          create: true,
          read: 'record.owner == user.id',
          update: 'record.owner == user.id',
          fields: { '*': 'edit', secret: 'none' },
        },
      },
    }),
    defineRole({
      name: 'admin',
      label: text('Admin'),
      grants: { '*': { create: true, read: true, update: true, delete: true, export: true } },
    }),
  ],
});

/** Reads and writes of records through the use cases, each beside the same done with bare prepared statements. */
export async function benchRecords(database: Database): Promise<Measurement[]> {
  const log = createLog({ level: 'error' });
  const model = await createModel({ database, log, indexProviders: [nameIndexes] });
  try {
    await model.installPlugin({ actor: SYSTEM_ACTOR }, pack);
    const people = await makePeople(database, model.catalog());
    const ids = await fill(database, people);
    await database.query('vacuum analyze');
    return [...(await benchReads(database, people, ids)), ...(await benchWrites(database, people, ids))];
  } finally {
    await model.close();
  }
}

interface People {
  system: AccessContext;
  admin: AccessContext;
  rep: AccessContext;
}

async function makePeople(database: Database, catalog: AccessContext['catalog']): Promise<People> {
  const base = {
    db: database,
    catalog,
    cause: { kind: 'api' },
    locale: 'en',
    requestId: 'bench',
    now: new Date(),
  } as const;
  const person = async (role: string): Promise<AccessContext> => {
    const id = v7();
    await database.query('insert into core."user" (id, name, email) values ($1, $2, $3)', [
      id,
      role,
      `${role}@bench.test`,
    ]);
    const actor = { ...SYSTEM_ACTOR, kind: 'user', userId: id, roles: [role], name: role } as const;
    return { ...base, actor, access: compileAccess(catalog, [role]) };
  };
  return {
    system: { ...base, actor: SYSTEM_ACTOR, access: SYSTEM_ACCESS },
    admin: await person('admin'),
    rep: await person('rep'),
  };
}

async function fill(database: Database, { system, admin, rep }: People): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < ACCOUNTS; from += 5_000) {
    const create = Array.from({ length: Math.min(5_000, ACCOUNTS - from) }, (_, i) => accountInput(from + i));
    // One in eleven belongs to the representative.
    for (const [i, row] of create.entries()) row['owner'] = ((from + i) % 11 === 0 ? rep : admin).actor.userId;
    const { created, errors } = await bulkRecords(system, 'account', { create });
    if (errors.length > 0) throw new Error(JSON.stringify(errors[0]));
    ids.push(...created);
  }
  void database;
  return ids;
}

function accountInput(n: number): Record<string, JsonValue> {
  const words = ['Acme', 'Global', '晨光', 'Energy', '文具', 'Partners', 'Süd', '上海', 'Logistics', 'Books'];
  const word = (k: number) => words[(n * (k + 3) + k) % words.length]!;
  return {
    name: `${word(1)} ${word(2)} ${n}`,
    industry: INDUSTRIES[n % INDUSTRIES.length]!,
    revenue: { amount: String((n * 7919) % 1_000_000), currency: 'CNY' },
    employees: (n * 31) % 5_000,
    founded: `19${10 + (n % 90)}-0${1 + (n % 9)}-1${n % 10}`,
    website: `https://example.com/${n}`,
    city: word(3),
    secret: `secret ${n}`,
    ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`text_${i}`, `${word(i)} ${n % 1000}`])),
  };
}

const COLUMNS = [
  'name',
  'industry',
  'employees',
  'founded',
  'website',
  'city',
  'active',
  'owner',
  'created_at',
  'updated_at',
];

type Compared = [name: string, bare: () => Promise<unknown>, ours: [who: string, work: () => Promise<unknown>][]];

/** Each of ours is measured right after the bare one, and its name says how fast it is beside it. */
async function compare([name, bare, ours]: Compared): Promise<Measurement[]> {
  const yardstick = await measure(`${name}: bare pg`, bare, { seconds: SECONDS });
  const measured: Measurement[] = [yardstick];
  for (const [who, work] of ours) {
    const result = await measure(name, work, { seconds: SECONDS });
    const share = Math.round((100 * result.perSecond) / yardstick.perSecond);
    measured.push({ ...result, name: `${name}: ${who} (${share} %)` });
  }
  return measured;
}

async function benchReads(database: Database, { admin, rep }: People, ids: readonly string[]): Promise<Measurement[]> {
  let at = 0;
  const next = () => ids[(at = (at + 7919) % ids.length)]!;
  const own = ids.filter((_, i) => i % 11 === 0);
  const nextOwn = () => own[(at = (at + 7919) % own.length)]!;
  const columns = COLUMNS.map((column) => `t.${column}`).join(', ');
  const listSql = `select t.id, ${columns}, t.revenue, t.revenue__currency from crm.account t
    where t.deleted_at is null and t.industry = $1 and t.employees > $2 order by t.created_at desc, t.id desc limit 50`;
  const all = 'select * from crm.account where id = $1 and deleted_at is null';
  const list = (ctx: AccessContext) => async () =>
    JSON.stringify(
      await queryRecords(ctx, 'account', {
        fields: [...COLUMNS, 'revenue'],
        filter: 'industry == "retail" && employees > 1000',
        sort: '-created_at',
        limit: 50,
      }),
    );
  return [
    ...(await compare([
      'get by id',
      async () => JSON.stringify((await database.query(all, [next()], 'bench_get')).rows[0]),
      [
        ['administrator', async () => JSON.stringify(await getRecord(admin, 'account', next()))],
        ['row rule, hidden field', async () => JSON.stringify(await getRecord(rep, 'account', nextOwn()))],
      ],
    ])),
    ...(await compare([
      'list 50 × 12',
      async () => JSON.stringify((await database.query(listSql, ['retail', 1000], 'bench_list')).rows),
      [
        ['administrator', list(admin)],
        ['row rule, hidden field', list(rep)],
      ],
    ])),
    ...(await compare([
      'list 50 by name, owner expanded',
      async () =>
        JSON.stringify(
          (
            await database.query(
              `select t.id, t.name, t.city, u.id as owner_id, u.name as owner_name from crm.account t
               left join core."user" u on u.id = t.owner where t.deleted_at is null
               order by t.name collate core.reading, t.id limit 50`,
              [],
              'bench_expanded',
            )
          ).rows,
        ),
      [
        [
          'administrator',
          async () =>
            JSON.stringify(
              await queryRecords(admin, 'account', { fields: ['name', 'city', 'owner.name'], sort: 'name', limit: 50 }),
            ),
        ],
      ],
    ])),
    ...(await compare([
      'group by industry',
      async () =>
        (
          await database.query(
            `select industry, count(*), sum(revenue__base) from crm.account where deleted_at is null group by industry`,
            [],
            'bench_group',
          )
        ).rows,
      [
        [
          'administrator',
          () =>
            groupRecords(admin, 'account', {
              group_by: ['industry'],
              aggregates: { n: 'count()', total: 'sum(revenue)' },
            }),
        ],
      ],
    ])),
    await measure('search 晨光', () => searchRecords(admin, '晨光'), { seconds: SECONDS, concurrency: 10 }),
    await measure('search a rare name', () => searchRecords(admin, `acme ${at++ % ids.length}`), {
      seconds: SECONDS,
      concurrency: 10,
    }),
    await measure('search, row rule', () => searchRecords(rep, 'logistics'), { seconds: SECONDS, concurrency: 10 }),
  ];
}

async function benchWrites(database: Database, { admin, rep }: People, ids: readonly string[]): Promise<Measurement[]> {
  let n = ACCOUNTS;
  const names = Object.keys(accountInput(0)).filter((name) => name !== 'revenue');
  const columns = [
    ...names,
    'revenue',
    'revenue__currency',
    'revenue__base',
    'id',
    'owner',
    'created_at',
    'updated_at',
  ];
  const insert = `insert into crm.account (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')}) returning id`;
  const bareInsert = () => {
    const row = accountInput(n++);
    const now = new Date().toISOString();
    const values = [...names.map((name) => row[name]), '1', 'CNY', '1', v7(), admin.actor.userId, now, now];
    return database.query(insert, values, 'bench_insert');
  };
  let at = 0;
  const next = () => ids[(at = (at + 7919) % ids.length)]!;
  const own = ids.filter((_, i) => i % 11 === 0);
  const nextOwn = () => own[(at = (at + 7919) % own.length)]!;
  const rows = () => Array.from({ length: 500 }, () => accountInput(n++));
  const withoutSecret = (row: Record<string, JsonValue>) => {
    const { secret: _secret, ...rest } = row;
    return rest;
  };
  return [
    ...(await compare([
      'create',
      bareInsert,
      [
        ['administrator', () => createRecord(admin, 'account', accountInput(n++))],
        ['row rule, hidden field', () => createRecord(rep, 'account', withoutSecret(accountInput(n++)))],
      ],
    ])),
    ...(await compare([
      'update one field',
      () => database.query('update crm.account set city = $2 where id = $1', [next(), `City ${n++}`], 'bench_update'),
      [
        ['administrator', () => updateRecord(admin, 'account', next(), { city: `City ${n++}` })],
        ['row rule, hidden field', () => updateRecord(rep, 'account', nextOwn(), { city: `City ${n++}` })],
      ],
    ])),
    await measure('bulk create 500', () => bulkRecords(admin, 'account', { create: rows() }), {
      seconds: SECONDS,
      concurrency: 2,
    }),
  ];
}
