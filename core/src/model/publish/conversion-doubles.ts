import { traitsOf } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { ConversionRun } from '../conversion/run-conversion.ts';
import type { ModelProblem } from '../model-problem.ts';
import { identifier } from '../physical/sql-text.ts';

/** Values that were different and no longer are, in fields that are to be unique. */
export async function conversionDoubles(db: Queryable, runs: readonly ConversionRun[]): Promise<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const { conversion } of runs) {
    const { field, column } = conversion.to;
    if (field.unique !== true || !traitsOf(field).unique) continue;
    const name = identifier(column);
    const { rows } = await db.query<{ count: string }>(
      `select count(*) as count from (select 1 from ${conversion.table}
         where deleted_at is null and ${name} is not null group by ${name} having count(*) > 1) as double`,
    );
    const count = Number(rows[0]?.count ?? 0);
    const key = `${field.object}.${field.name}`;
    if (count > 0) problems.push({ kind: 'field', key, path: 'unique', code: 'duplicate_values', params: { count } });
  }
  return problems;
}
