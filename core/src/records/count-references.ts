import type { CompiledField } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { ModelContext } from '../model/catalog.ts';
import { systemSight } from './sight/sight.ts';
import { memoryOf, planned } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { linksTo } from './sql/links-to.ts';
import { compileStatement, given, runStatement } from './sql/statement.ts';

/** How many living records, of whoever, point to a record of a managed object: a team, a user. */
export async function countReferences(ctx: ModelContext, object: string, id: string): Promise<number> {
  const counts = await Promise.all(
    ctx.catalog
      .object(object)
      .incoming.filter(({ object: from }) => !ctx.catalog.object(from).managed)
      .map(({ object: from, field }) => countThrough(ctx, from, field, object, id)),
  );
  return counts.reduce((total, count) => total + count, 0);
}

async function countThrough(
  ctx: ModelContext,
  object: string,
  field: CompiledField,
  target: string,
  id: string,
): Promise<number> {
  const statement = planned(ctx.catalog, `references|${object}|${field.name}|${target}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object).only('living');
    source.where(linksTo('t', field, target, sql`array[${given('id')}::uuid]`));
    return compileStatement(sql`select count(*) as count ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ count: string }>(ctx, statement, { id });
  return Number(rows[0]?.count ?? 0);
}
