import {
  checkExpression,
  FUNCTIONS,
  partsOfNode,
  plainDecimal,
  startOfDay,
  type CheckedExpression,
  type ExpressionNode,
} from '@stratacrm/sdk';
import fc from 'fast-check';
import { sql, type RawBuilder } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AccessContext } from '../../src/access/access-profile.ts';
import { conditionToSql, expressionToSql } from '../../src/expressions-sql/expression-to-sql.ts';
import { startBatch } from '../../src/records/pipeline/start-batch.ts';
import { loadUnguarded } from '../../src/records/pipeline/load-current.ts';
import { evaluateFor, prepareFor } from '../../src/records/pipeline/write-bindings.ts';
import type { WriteBatch } from '../../src/records/pipeline/write-batch.ts';
import { systemSight } from '../../src/records/sight/sight.ts';
import { RecordSource } from '../../src/records/sql/record-source.ts';
import { compileStatement, given, runStatement, StatementNames } from '../../src/records/sql/statement.ts';
import { randomExpression } from '../../testing/random-expression.ts';
import type { RecordWorkspace } from '../../testing/test-records.ts';
import { ABSENT_TYPES, DEALS, parityWorkspace, someoneIn } from './parity-records.ts';

/** How many expressions a run compares, each on some of the records. */
const CASES = Number(process.env['STRATA_PARITY_CASES'] ?? 20_000);
const SEED = Number(process.env['STRATA_PARITY_SEED'] ?? 20261121);
/** Expressions in one statement, and records that each is asked of. */
const BATCH = 60;
const RECORDS = 6;

const ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Pacific/Apia', 'UTC'];

/** Half of all are conditions, which can hold everything else within. */
const SHARES = {
  bool: 0.56,
  int: 0.08,
  decimal: 0.08,
  text: 0.07,
  date: 0.07,
  time: 0.04,
  timestamp: 0.05,
  duration: 0.05,
} as const;

type DrawnType = keyof typeof SHARES;

let workspace: RecordWorkspace;
const drawn = new Set<string>();

beforeAll(async () => {
  workspace = await parityWorkspace(SEED);
}, 120_000);

function checked(source: string): CheckedExpression | undefined {
  const result = checkExpression(source, { model: workspace.catalog.model, object: 'deal', form: 'filter' });
  if (result.ok) return result.expression;
  // The only way in which a generated expression may be refused.
  const unexpected = result.problems.filter((problem) => problem.code !== 'expression_too_costly');
  if (unexpected.length > 0) throw new Error(`${source}: ${JSON.stringify(unexpected)}`);
  return undefined;
}

/** The value as text that both sides agree on. */
function shown(expression: CheckedExpression, value: RawBuilder<unknown>): RawBuilder<unknown> {
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

function shownInJs({ type }: CheckedExpression, value: unknown): string | null {
  if (value === null) return null;
  switch (type.type) {
    case 'int':
    case 'decimal':
    case 'duration':
      return plainDecimal(String(value));
    case 'timestamp':
      return String(Date.parse(value as string));
    default:
      return String(value);
  }
}

type Answers = Map<string, { value: string | null; holds: boolean | null }[]>;

/** Per record the answers to the expressions in their order; to conditions also as they stand in WHERE. */
async function inDatabase(
  ctx: AccessContext,
  expressions: readonly CheckedExpression[],
  ids: readonly string[],
): Promise<Answers> {
  const source = new RecordSource(systemSight(ctx.catalog), 'deal').only('living');
  const columns = expressions.flatMap((expression, index) => {
    const value = sql`${shown(expression, expressionToSql(expression, source.unguarded))} as ${sql.id(`v${index}`)}`;
    if (expression.type.type !== 'bool' || !expression.usesRecords) return [value];
    return [value, sql`coalesce(${conditionToSql(expression, source.unguarded)}, false) as ${sql.id(`c${index}`)}`];
  });
  source.where(sql`t.id = any(${given('ids')}::uuid[])`);
  const statement = compileStatement(
    sql`select t.id, ${sql.join(columns)} ${source.fromWhere()}`,
    new StatementNames(1),
  );
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, { ids });
  return new Map(
    rows.map((row) => [
      row['id'] as string,
      expressions.map((_, index) => ({
        value: (row[`v${index}`] ?? null) as string | null,
        holds: (row[`c${index}`] ?? null) as boolean | null,
      })),
    ]),
  );
}

/** The same records on their way through the write pipeline. */
async function inPipeline(ctx: AccessContext, ids: readonly string[]): Promise<WriteBatch> {
  const object = ctx.catalog.object('deal');
  const batch = startBatch(
    ctx,
    object,
    ids.map((id) => ({ action: 'update', id, input: {} })),
    'all',
  );
  const states = new Map((await loadUnguarded(ctx, object, 'living', ids)).map((state) => [state['id'], state]));
  for (const write of batch.writes) write.before = write.after = states.get(write.id)!;
  return batch;
}

interface Difference {
  source: string;
  zone: string;
  record: string;
  js: unknown;
  sql: unknown;
}

async function differences(sources: readonly string[], zone: string, turn: number): Promise<Difference[]> {
  const ctx = someoneIn(workspace, zone);
  const expressions = sources.map(checked).filter((expression) => expression !== undefined);
  for (const { node } of expressions) note(node);
  const ids = Array.from({ length: RECORDS }, (_, index) => DEALS[(turn * RECORDS + index) % DEALS.length]!);
  const batch = await inPipeline(ctx, ids);
  await prepareFor(batch, expressions, batch.writes);
  const answers = await inDatabase(ctx, expressions, ids);
  return batch.writes.flatMap((write) =>
    expressions.flatMap((expression, index): Difference[] => {
      const value = evaluateFor(batch, write, expression);
      const fromSql = answers.get(write.id)![index]!;
      const js = shownInJs(expression, value);
      const where = { source: expression.source, zone, record: write.id };
      if (js !== fromSql.value && !beyondInteger(expression, js, fromSql.value))
        return [{ ...where, js, sql: fromSql.value }];
      const holds = fromSql.holds === null || fromSql.holds === (value === true);
      return holds ? [] : [{ ...where, js: value, sql: `WHERE ${fromSql.holds}` }];
    }),
  );
}

/** A whole number too large for JavaScript is missing there. */
function beyondInteger(expression: CheckedExpression, js: string | null, fromSql: string | null): boolean {
  return expression.type.type === 'int' && js === null && fromSql !== null && !Number.isSafeInteger(Number(fromSql));
}

/** Which of the language's parts were drawn. */
function note(node: ExpressionNode): void {
  drawn.add(node.kind);
  if (node.kind === 'call') drawn.add(`${node.function}()`);
  if (node.kind === 'quantifier') drawn.add(`${node.quantifier}()`);
  if (node.kind === 'compare') drawn.add(`${node.as} ${node.operator}`);
  if (node.kind === 'arithmetic') drawn.add(`${node.type.type} ${node.operator}`);
  if (node.kind === 'logic') drawn.add(node.operator);
  if (node.kind === 'convert') drawn.add(`to ${node.to_type}`);
  if (node.kind === 'user') drawn.add(`user.${node.name}`);
  if (node.kind === 'in') drawn.add(`${node.as} in`);
  for (const part of partsOfNode(node)) note(part);
}

describe('an expression means the same in JavaScript and in PostgreSQL', () => {
  test.each(Object.keys(SHARES) as DrawnType[])(
    'random expressions of type %s',
    async (type) => {
      const sources = fc.sample(randomExpression[type], { numRuns: Math.ceil(CASES * SHARES[type]), seed: SEED });
      const found: Difference[] = [];
      for (let at = 0, turn = 0; at < sources.length; at += BATCH, turn++) {
        found.push(...(await differences(sources.slice(at, at + BATCH), ZONES[turn % ZONES.length]!, turn)));
      }
      const shortest = found.toSorted((a, b) => a.source.length - b.source.length);
      expect(shortest.slice(0, 5)).toEqual([]);
    },
    3_600_000,
  );

  test('every function, operator, form and field type was drawn', () => {
    const inSql = Object.entries(FUNCTIONS).flatMap(([name, each]) => (each.notInSql === true ? [] : [`${name}()`]));
    const ordered = ['number', 'text', 'date', 'time', 'timestamp', 'duration'];
    const wanted = [
      ...inSql,
      ...[
        'literal',
        'field',
        'user',
        'variable',
        'item_field',
        'related',
        'several',
        'under',
        'not',
        'negate',
        'logic',
        'compare',
      ],
      ...['missing', 'arithmetic', 'concat', 'choose', 'list', 'in', 'quantifier', 'filter', 'convert', 'call'],
      ...['exists()', 'all()', 'exists_one()', 'and', 'or', 'to timestamp', 'to date', 'to text'],
      ...ordered.flatMap((each) => ['==', '!=', '<', '<=', '>', '>='].map((operator) => `${each} ${operator}`)),
      ...['bool ==', 'bool !=', 'ref ==', 'ref !='],
      ...['+', '-', '*', '/', '%'].map((operator) => `decimal ${operator}`),
      ...['+', '-', '*', '%'].map((operator) => `int ${operator}`),
      ...['+', '-'].flatMap((operator) => [`timestamp ${operator}`, `duration ${operator}`]),
      ...['number in', 'text in', 'date in', 'time in', 'duration in', 'ref in'],
      ...['id', 'email', 'name', 'roles', 'teams', 'managed_teams'].map((name) => `user.${name}`),
    ];
    expect(wanted.filter((each) => !drawn.has(each))).toEqual([]);
    expect(ABSENT_TYPES).toEqual([]);
  });

  test('a record that names two is counted once by each, whichever is asked first', async () => {
    const friends = 'account.related("account.friends")';
    const sources = [`${friends}.count(p, p.related("account.friends") != null || p.name != "")`, `${friends}.size()`];
    for (let turn = 0; turn * RECORDS < DEALS.length; turn++)
      expect(await differences(sources, 'UTC', turn)).toEqual([]);
  });

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
    const { rows } = await workspace.database.query<{ zone: string; day: string; begins: string }>(
      `select zone, to_char(day, 'YYYY-MM-DD') as day, (extract(epoch from day::timestamp at time zone zone) * 1000)::bigint as begins
       from unnest($1::text[]) as zone, generate_series(date '2005-01-01', date '2026-12-31', interval '1 day') as day`,
      [zones],
    );
    expect(rows.length).toBeGreaterThan(80_000);
    const wrong = rows.filter(({ zone, day, begins }) => String(startOfDay(day, zone)) !== begins);
    expect(wrong).toEqual([]);
  });
});
