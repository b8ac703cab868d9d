import { sql } from 'kysely';
import type { Context } from '../../kernel/context.ts';
import type { Database } from '../../kernel/database.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { countRecords, type Counted, type Held } from './count-records.ts';

/** All counting together; somebody waits for the answer. */
const BUDGET_MS = 8_000;
/** One rule tried on one record takes about half a microsecond and more with joins: this stays within a second or two. */
const MOST_TRIALS = 2_000_000;
const MOST_PEOPLE = 200;

interface Person {
  id: string;
  name: string;
}

export interface BudgetedCount {
  /** null: there was no time, or a rule needs what is not there before the release. */
  result: Counted | null;
  /** Of a large object only so many of the newest records were looked at. */
  lookedAt?: number;
  /** Of many people with the same roles only so many were looked at. */
  peopleLookedAt?: number;
}

/** Counts as long as there is time, and of large objects the newest records only. */
export class CountBudget {
  readonly #database: Database;
  readonly #ctx: Context;
  readonly #until = Date.now() + BUDGET_MS;

  constructor(database: Database, ctx: Context) {
    this.#database = database;
    this.#ctx = ctx;
  }

  /** The rules that ask nothing of the person are tried once for all. */
  async count(people: readonly Person[], rules: { before: Held; after: Held }): Promise<BudgetedCount> {
    const forAll = !asksPerson(rules.before) && !asksPerson(rules.after);
    const looked = forAll ? people.slice(0, 1) : people.slice(0, MOST_PEOPLE);
    const left = this.#until - Date.now();
    if (left <= 0) return { result: null };
    try {
      const { result, from, newest } = await this.#database.transaction(async (tx) => {
        const ctx = { ...this.#ctx, db: tx };
        await tx.query(`set local statement_timeout = ${Math.ceil(left)}`);
        const newest = Math.floor(MOST_TRIALS / looked.length);
        const from = await idAfter(ctx, rules.before, newest);
        return { result: await countRecords(ctx, { ...rules, people: looked, from }), from, newest };
      });
      return {
        result: forAll ? sameForAll(result, people) : result,
        ...(from === null ? {} : { lookedAt: newest }),
        ...(forAll || looked.length === people.length ? {} : { peopleLookedAt: looked.length }),
      };
    } catch (error) {
      if (isUncountable(error)) return { result: null };
      throw error;
    }
  }
}

function sameForAll({ gained, lost }: Counted, people: readonly Person[]): Counted {
  const each = ([change]: Counted['gained']) =>
    change === undefined ? [] : people.map((person) => ({ ...change, ...person }));
  return { gained: each(gained), lost: each(lost) };
}

function asksPerson({ permission }: Held): boolean {
  return permission.kind === 'rows' && permission.rules.some((rule) => rule.usesUser || rule.usesClock);
}

/** Where the newest so many records begin; null when there are no more than that. */
async function idAfter(ctx: Context, { catalog, object }: Held, number: number): Promise<string | null> {
  const source = new RecordSource(systemSight(catalog), object).only('living');
  const query = sql`select t.id::text ${source.fromWhere()} order by t.id desc offset ${given('number')} limit 1`;
  const statement = compileStatement(query, memoryOf(catalog).names);
  return (await runStatement<{ id: string }>(ctx, statement, { number })).rows[0]?.id ?? null;
}

/** Out of time, or a column or table that comes only with the release. */
function isUncountable(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return ['57014', '42703', '42P01', '42883'].includes(code);
}
