import {
  checkExpression,
  evaluateExpression,
  isDate,
  plainDecimal,
  startOfDay,
  type CheckedExpression,
  type CompiledModel,
  type ExpressionBindings,
  type ExpressionUser,
} from '@stratacrm/sdk';
import fc from 'fast-check';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  OPTIONS,
  randomDate,
  randomDecimal,
  randomExpression,
  randomInstant,
  randomInteger,
  randomPlace,
  randomText,
  randomTime,
} from '../../testing/random-expression.ts';
import { testDatabase } from '../../testing/index.ts';
import type { Database } from '../kernel/database.ts';
import { expressionToSql } from './expression-to-sql.ts';
import { Slot, type SlotName } from './slot.ts';
import { requestSlots, type SqlScope } from './sql-scope.ts';

/** How many expressions a run compares; each on every record. */
const CASES = Number(process.env['STRATA_PARITY_CASES'] ?? 3000);
const SEED = Number(process.env['STRATA_PARITY_SEED'] ?? 20261121);
const RECORDS = 40;
const BATCH = 20;

const label = { en: '', zh: '' };

function object(
  name: string,
  types: Record<string, string | [type: string, to: string]>,
): CompiledModel['objects'][string] {
  const fields = Object.entries(types).map(([field, type]) => ({
    kind: 'field' as const,
    id: `${name}.${field}`,
    name: field,
    label,
    object: name,
    system: false,
    origin: 'test',
    type: typeof type === 'string' ? type : type[0],
    ...(typeof type === 'string' ? {} : { to: type[1] }),
  }));
  return {
    kind: 'object', id: name, name, label, label_plural: label, name_field: 'name', origin: 'test', managed: false,
    fields: Object.fromEntries(fields.map((field) => [field.name, field])),
    layouts: [], views: [], rules: [],
  }; // prettier-ignore
}

const model = {
  objects: {
    deal: object('deal', {
      name: 'text', notes: 'long_text', stage: 'text', active: 'boolean', closed: 'boolean', employees: 'integer', seats: 'integer',
      amount: 'currency', discount: 'percent', close_date: 'date', created_at: 'datetime', seen_at: 'datetime', owner: 'user', opens: 'time', spent: 'duration', data: 'json', location: 'geolocation', person: 'person_name', address: 'address',
      tags: 'multi_select', account: ['reference', 'account'],
    }),
    account: object('account', { name: 'text', revenue: 'decimal', founded: 'date', owner: 'user', opens: 'time', location: 'geolocation', address: 'address', tags: 'multi_select', team: ['reference', 'team'] }),
    user: object('user', { name: 'text' }),
    team: object('team', { name: 'text' }),
  },
}; // prettier-ignore

const IDS = [1, 2, 3].map((number) => `00000000-0000-7000-8000-00000000000${number}`);

const VALUES: Record<string, { type: string; values: fc.Arbitrary<unknown> }> = {
  name: { type: 'text', values: randomText },
  notes: { type: 'text', values: randomText },
  stage: { type: 'text', values: fc.constantFrom(...OPTIONS) },
  active: { type: 'boolean', values: fc.boolean() },
  closed: { type: 'boolean', values: fc.boolean() },
  employees: { type: 'bigint', values: randomInteger },
  seats: { type: 'bigint', values: fc.integer({ min: -2, max: 5 }) },
  amount: { type: 'numeric', values: randomDecimal },
  discount: { type: 'numeric', values: randomDecimal },
  close_date: { type: 'date', values: randomDate },
  created_at: { type: 'timestamptz', values: randomInstant.map((instant) => new Date(instant).toISOString()) },
  seen_at: { type: 'timestamptz', values: randomInstant.map((instant) => new Date(instant).toISOString()) },
  opens: { type: 'time', values: randomTime },
  spent: { type: 'bigint', values: fc.integer({ min: -9e12, max: 9e12 }) },
  data: { type: 'jsonb', values: fc.constantFrom({}, { a: [1] }, { b: null }) },
  location: { type: 'jsonb', values: randomPlace },
  person: { type: 'text', values: randomText },
  'person.family': { type: 'text', values: randomText },
  'address.city': { type: 'text', values: randomText },
  'location.lat': { type: 'numeric', values: fc.integer({ min: -90, max: 90 }).map(String) },
  owner: { type: 'uuid', values: fc.constantFrom(...IDS) },
  tags: { type: 'text[]', values: fc.subarray(OPTIONS) },
  'account.name': { type: 'text', values: randomText },
  'account.revenue': { type: 'numeric', values: randomDecimal },
  'account.founded': { type: 'date', values: randomDate },
  'account.opens': { type: 'time', values: randomTime },
  'account.location': { type: 'jsonb', values: randomPlace },
  'account.location.lng': { type: 'numeric', values: fc.integer({ min: -180, max: 180 }).map(String) },
  'account.address': { type: 'text', values: randomText },
  'account.address.city': { type: 'text', values: randomText },
  'account.owner': { type: 'uuid', values: fc.constantFrom(...IDS) },
  'account.tags': { type: 'text[]', values: fc.subarray(OPTIONS) },
  'account.team': { type: 'uuid', values: fc.constantFrom(...IDS) },
};

type Values = Record<string, unknown>;

const randomRecord = fc.record(
  Object.fromEntries(Object.entries(VALUES).map(([path, { values }]) => [path, fc.option(values, { freq: 5 })])),
);

const user: ExpressionUser = {
  id: IDS[0]!,
  email: 'é@x.cn',
  name: 'É',
  roles: ['sales'],
  teams: IDS.slice(0, 2),
  managed_teams: [],
};
const now = new Date('2026-11-01T05:30:00.250Z');
const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Pacific/Apia', 'UTC'];

function bindings(record: Values, time_zone: string): ExpressionBindings {
  return { record: (path) => record[path.join('.')] ?? null, old: () => null, user, now, time_zone };
}

function slotValue(name: SlotName, timeZone: string): unknown {
  if (name === 'now') return now.toISOString();
  if (name === 'time_zone') return timeZone;
  if (name === 'today') return evaluateExpression(checked('today()')!, bindings({}, timeZone));
  return user[name.slice('user.'.length) as keyof ExpressionUser];
}

const scope: SqlScope = { field: (path) => sql`${sql.id('t', path.join('.'))}`, slot: requestSlots };

function checked(source: string): CheckedExpression | undefined {
  const result = checkExpression(source, { model, object: 'deal', form: 'filter' });
  if (result.ok) return result.expression;
  // The only way in which a generated expression may be refused.
  const unexpected = result.problems.filter((problem) => problem.code !== 'expression_too_costly');
  if (unexpected.length > 0) throw new Error(`${source}: ${JSON.stringify(unexpected)}`);
  return undefined;
}

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The value as text that both sides agree on. */
function shown(expression: CheckedExpression): RawBuilder<unknown> {
  const value = expressionToSql(expression, scope);
  switch (expression.type.type) {
    case 'int':
    case 'decimal':
    case 'duration':
      return sql`trim_scale((${value})::numeric)::text`;
    case 'time':
      return sql`regexp_replace((${value})::text, '^(..:..):00$', '\\1')`;
    case 'timestamp':
      return sql`trim_scale(extract(epoch from ${value}) * 1000)::text`;
    default:
      return sql`(${value})::text`;
  }
}

function shownInJs(expression: CheckedExpression, record: Values, zone: string): string | null {
  const value = evaluateExpression(expression, bindings(record, zone));
  if (value === null) return null;
  switch (expression.type.type) {
    case 'int':
    case 'decimal':
    case 'duration':
      return plainDecimal(String(value));
    case 'timestamp':
      return String(Date.parse(value as string));
    case 'list':
      return null;
    default:
      return String(value);
  }
}

let database: Database;
let records: Values[];

beforeAll(async () => {
  database = await testDatabase();
  records = fc.sample(randomRecord, { numRuns: RECORDS, seed: SEED });
  const columns = Object.entries(VALUES).map(([path, { type }]) => `"${path}" ${type}`);
  await database.query(`create table sample (number integer, ${columns.join(', ')})`);
  const paths = Object.keys(VALUES);
  const list = paths.map((path) => `"${path}"`).join(', ');
  for (const [number, record] of records.entries()) {
    const places = paths.map((_, index) => `$${index + 2}`).join(', ');
    await database.query(`insert into sample (number, ${list}) values ($1, ${places})`, [
      number,
      ...paths.map((path) => record[path]),
    ]);
  }
});

/** Answers of the database, per expression and record. */
async function inDatabase(expressions: readonly CheckedExpression[], zone: string): Promise<(string | null)[][]> {
  const columns = expressions.map((expression, index) => sql`${shown(expression)} as ${sql.id(`e${index}`)}`);
  const compiled = sql`select ${sql.join(columns)} from sample as t order by number`.compile(compiler);
  const values = compiled.parameters.map((value) => (value instanceof Slot ? slotValue(value.name, zone) : value));
  const { rows } = await database.query<Record<string, string | null>>(compiled.sql, values);
  return expressions.map((_, index) => rows.map((row) => row[`e${index}`] ?? null));
}

interface Difference {
  source: string;
  js: string | null;
  sql: string | null;
  record: Values;
}

async function differences(sources: readonly string[], zone: string): Promise<Difference[]> {
  const expressions = sources.map(checked).filter((expression) => expression !== undefined);
  const found: Difference[] = [];
  for (let at = 0; at < expressions.length; at += BATCH) {
    const batch = expressions.slice(at, at + BATCH);
    const answers = await inDatabase(batch, zone);
    for (const [index, expression] of batch.entries()) {
      for (const [number, record] of records.entries()) {
        const [js, fromSql] = [shownInJs(expression, record, zone), answers[index]![number]!];
        if (js !== fromSql && !beyondInteger(expression, js, fromSql))
          found.push({ source: expression.source, js, sql: fromSql, record: read(expression, record) });
      }
    }
  }
  return found.toSorted((a, b) => a.source.length - b.source.length);
}

function read(expression: CheckedExpression, record: Values): Values {
  return Object.fromEntries(expression.paths.map((path) => [path.join('.'), record[path.join('.')]]));
}

/** A whole number too large for JavaScript is missing there. */
function beyondInteger(expression: CheckedExpression, js: string | null, fromSql: string | null): boolean {
  return expression.type.type === 'int' && js === null && fromSql !== null && !Number.isSafeInteger(Number(fromSql));
}

describe('an expression means the same in JavaScript and in PostgreSQL', () => {
  test.each(['bool', 'int', 'decimal', 'text', 'date', 'time', 'timestamp', 'duration'] as const)(
    'random expressions of type %s',
    async (type) => {
      const share = type === 'bool' ? CASES / 2 : CASES / 10;
      const perZone = Math.ceil(share / ZONES.length);
      for (const [index, zone] of ZONES.entries()) {
        const sources = fc.sample(randomExpression[type], { numRuns: perZone, seed: SEED + index });
        const found = await differences(sources, zone);
        expect({ zone, found: found.slice(0, 3) }).toEqual({ zone, found: [] });
      }
    },
    300_000,
  );

  test('every day begins at the same moment, also where clocks are put forward or back at midnight', async () => {
    const zones = [
      ...ZONES,
      'Asia/Beirut',
      'America/Havana',
      'America/Sao_Paulo',
      'Africa/Cairo',
      'America/Asuncion',
      'Australia/Lord_Howe',
    ];
    const { rows } = await database.query<{ zone: string; day: string; begins: string }>(
      `select zone, to_char(day, 'YYYY-MM-DD') as day, (extract(epoch from day::timestamp at time zone zone) * 1000)::bigint as begins
       from unnest($1::text[]) as zone, generate_series(date '2005-01-01', date '2026-12-31', interval '1 day') as day`,
      [zones],
    );
    expect(rows.length).toBeGreaterThan(80_000);
    const wrong = rows.filter(({ zone, day, begins }) => String(startOfDay(day, zone)) !== begins);
    expect(wrong).toEqual([]);
  });

  test('the generator reaches what it should', () => {
    const sources = fc.sample(randomExpression.bool, { numRuns: 1000, seed: SEED });
    const usable = sources.filter((source) => checked(source) !== undefined);
    expect(usable.length).toBeGreaterThan(950);
    expect(sources.filter((source) => source.length > 60).length).toBeGreaterThan(200);
    expect(records.every((record) => record['close_date'] === null || isDate(String(record['close_date'])))).toBe(true);
  });
});
