import { checkExpression, type CheckedExpression, type CompiledField, type CompiledModel } from '@stratacrm/sdk';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import type { Database } from '../kernel/database.ts';
import { expressionToSql } from './expression-to-sql.ts';
import { Slot } from './slot.ts';
import { requestSlots, type SqlScope } from './sql-scope.ts';

const TYPES = {
  name: 'text',
  stage: 'text',
  amount: 'currency',
  seats: 'integer',
  close_date: 'date',
  created_at: 'datetime',
  owner: 'user',
  tags: 'multi_select',
};

const label = { en: '', zh: '' };
const fields = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]): [string, CompiledField] => [
    name,
    { kind: 'field', id: name, name, label, object: 'deal', type, system: false, origin: 'test' },
  ]),
);
const deal: CompiledModel['objects'][string] = {
  kind: 'object',
  id: 'deal',
  name: 'deal',
  label,
  label_plural: label,
  name_field: 'name',
  origin: 'test',
  managed: false,
  fields,
  layouts: [],
  views: [],
  rules: [],
};

function checked(source: string, form: 'filter' | 'record' = 'filter'): CheckedExpression {
  const result = checkExpression(source, { model: { objects: { deal } }, object: 'deal', form });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.expression;
}

const scope: SqlScope = { field: (path) => sql.id('t', ...path), slot: requestSlots };

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function compiled(source: string): { text: string; parameters: unknown[] } {
  const query = expressionToSql(checked(source), scope).compile(compiler);
  return {
    text: query.sql,
    parameters: query.parameters.map((value) => (value instanceof Slot ? `slot ${value.name}` : value)),
  };
}

describe('what is written', () => {
  test.each<[string, string, unknown[]]>([
    ['stage == "won"', '("t"."stage" = $1::text)', ['won']],
    ['amount > 1000 && seats < 5', '(("t"."amount" > $1::bigint) and ("t"."seats" < $2::bigint))', ['1000', '5']],
    ['seats in [1, 2, 3]', '("t"."seats" = any($1::bigint[]))', [['1', '2', '3']]],
    ['"vip" in tags', '("t"."tags" @> array[$1::text])', ['vip']],
    ['name.startsWith("50%")', '("t"."name" like $1::text)', ['50\\%%']],
    ['name < "m"', '("t"."name" collate "C" < $1::text collate "C")', ['m']],
    ['owner == user.id', '("t"."owner" = $1::uuid)', ['slot user.id']],
    ['close_date >= today()', '("t"."close_date" >= $1::date)', ['slot today']],
    [
      'created_at >= "2026-11-21"',
      '("t"."created_at" >= ($1::date::timestamp at time zone $2::text))',
      ['2026-11-21', 'slot time_zone'],
    ],
    ['amount == null', '("t"."amount" is null)', []],
  ])('%s', (source, text, parameters) => {
    expect(compiled(source)).toEqual({ text, parameters });
  });

  test('no text of the expression ever becomes text of the statement', () => {
    const { text, parameters } = compiled(`name == "'; drop table deal; --" && tags.exists(x, x == "\\"")`);
    expect(text).not.toContain('drop');
    expect(parameters).toContain("'; drop table deal; --");
  });

  test('what has no meaning in SQL is an error of the program', () => {
    expect(() => expressionToSql(checked('old.amount > 1', 'record'), scope)).toThrow('former state');
    expect(() => expressionToSql(checked('regex(record.name, "a")', 'record'), scope)).toThrow('regex');
  });

  test('the former state is read where there is one', () => {
    const expression = checked('changed("stage")', 'record');
    const query = expressionToSql(expression, { ...scope, old: (path) => sql.id('o', ...path) }).compile(compiler);
    expect(query.sql).toBe('("t"."stage" is distinct from "o"."stage")');
  });
});

describe('indexes serve the conditions', () => {
  let database: Database;

  beforeAll(async () => {
    database = await testDatabase();
    await database.query(
      `create table deal (name text, stage text, amount numeric, seats bigint, close_date date, created_at timestamptz, owner uuid, tags text[])`,
    );
    await database.query(`
      insert into deal select 'n' || n, 's' || n % 1000, n, n, date '2020-01-01' + n % 4000, timestamptz '2020-01-01' + n * interval '1 hour', gen_random_uuid(), array['t' || n % 1000]
      from generate_series(1, 20000) as n`);
    for (const column of ['stage', 'amount', 'seats', 'close_date', 'created_at', 'owner'])
      await database.query(`create index on deal (${column})`);
    await database.query(`create index on deal using gin (tags)`);
    await database.query(`create extension pg_trgm`);
    await database.query(`create index on deal using gin (name gin_trgm_ops)`);
    await database.query(`analyze deal`);
  });

  const slots: Record<string, unknown> = {
    'slot user.id': '00000000-0000-7000-8000-000000000001',
    'slot user.managed_teams': ['00000000-0000-7000-8000-000000000001'],
    'slot today': '2026-11-21',
    'slot now': '2026-11-21T00:00:00Z',
    'slot time_zone': 'Asia/Shanghai',
  };

  test.each([
    'stage == "s1"',
    'stage in ["s1", "s2"]',
    'amount > 19990',
    'amount == 12.5',
    'seats == 7',
    'seats in [7, 8]',
    'owner == user.id',
    'close_date == today()',
    'close_date >= addDays(today(), 1200) && close_date < addDays(startOfMonth(today()), 1230)',
    'created_at >= "2022-04-01"',
    'created_at < timestamp("2020-01-02T00:00:00Z")',
    'created_at > now() - duration("1h")',
    '"t1" in tags',
    'name.containsText("N1999")',
    'name.contains("n1999")',
    'stage == "s1" || owner == user.id',
  ])('%s', async (source) => {
    const { text, parameters } = compiled(source);
    const values = parameters.map((value) => slots[String(value)] ?? value);
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(
      `explain select 1 from deal as t where ${text}`,
      values,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Cond');
    expect(plan).not.toContain('Seq Scan');
  });
});
