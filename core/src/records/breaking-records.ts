import { checkExpression, StrataError, type CheckedExpression, type ValidationRule } from '@stratacrm/sdk';
import { sql } from 'kysely';
import { expressionToSql } from '../expressions-sql/expression-to-sql.ts';
import type { Context } from '../kernel/context.ts';
import type { Catalog } from '../model/catalog.ts';
import { systemSight } from './sight/sight.ts';
import { memoryOf } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { compileStatement, given, runStatement } from './sql/statement.ts';

export type TestedRule = Pick<ValidationRule, 'object' | 'assert' | 'when'>;

export interface Breaking {
  count: number;
  /** Ids of some of them. */
  sample: string[];
}

/**
 * Counts the living records, of whoever, that a validation rule would refuse if they were saved as they are. null for a
 * rule about the change itself (`old`, `changed`), of which standing records say nothing. Throws what does not check.
 */
export async function breakingRecords(
  ctx: Context,
  catalog: Catalog,
  rule: TestedRule,
  limit: number,
): Promise<Breaking | null> {
  const assert = checkedRule(catalog, rule.object, 'assert', rule.assert);
  const when = rule.when === undefined ? undefined : checkedRule(catalog, rule.object, 'when', rule.when);
  if (assert === null || when === null) return null;
  const source = new RecordSource(systemSight(catalog), rule.object).only('living');
  if (when !== undefined) source.where(sql`(${expressionToSql(when, source.unguarded)}) is true`);
  source.where(sql`(${expressionToSql(assert, source.unguarded)}) is not true`);
  const found = sql`select t.id::text as id, count(*) over () as count ${source.fromWhere()} order by t.id limit ${given('limit')}`;
  const statement = compileStatement(found, memoryOf(catalog).names);
  const { rows } = await runStatement<{ id: string; count: string }>(ctx, statement, { limit });
  return { count: Number(rows[0]?.count ?? 0), sample: rows.map((row) => row.id) };
}

/** null when it checks, but not for the database. */
function checkedRule(catalog: Catalog, object: string, path: string, source: string): CheckedExpression | null {
  const scope = { model: systemSight(catalog).model, object, form: 'record', expect: { type: 'bool' } } as const;
  const inSql = checkExpression(source, { ...scope, sql: true });
  if (inSql.ok) return inSql.expression;
  const anywhere = checkExpression(source, scope);
  if (anywhere.ok) return null;
  const issues = anywhere.problems.map(({ code, params }) => ({ path, code, ...(params && { params }) }));
  throw new StrataError(issues[0]?.code ?? 'expression_syntax', issues[0]?.params, issues);
}
