import type { Queryable } from '../../kernel/database.ts';
import type { CatalogObject } from '../catalog.ts';
import type { IndexProvider, TableIndex } from '../model.ts';
import type { ModelProblem } from '../model-problem.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { identifier } from '../physical/sql-text.ts';
import type { Candidate, Live } from './candidate.ts';

/** Records that already have the same values in fields that are to be unique together. */
export async function duplicateProblems(
  db: Queryable,
  candidate: Candidate,
  live: Live,
  providers: readonly IndexProvider[],
): Promise<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const name of Object.keys(candidate.catalog.model.objects)) {
    const object = candidate.catalog.object(name);
    const before = live.catalog.has(name) ? live.catalog.object(name) : undefined;
    if (object.managed || before?.id !== object.id) continue;
    const kept = new Set(providers.flatMap((provider) => provider(before)).map((index) => index.name));
    const wanted = providers.flatMap((provider) => provider(object)).filter((index) => !kept.has(index.name));
    for (const { unique } of wanted) {
      if (unique === undefined || !isThere(unique, object, before)) continue;
      const count = await countDoubles(db, object, unique);
      if (count === 0) continue;
      const index = object.unique?.findIndex((rule) => rule.name === unique.rule) ?? 0;
      problems.push({
        kind: 'object',
        key: name,
        path: `unique.${index}`,
        code: 'duplicate_values',
        params: { count },
      });
    }
  }
  return problems;
}

type Unique = NonNullable<TableIndex['unique']>;

/** A column that the publish itself makes is empty: nothing in it is there twice. */
function isThere({ reads }: Unique, object: CatalogObject, before: CatalogObject): boolean {
  return reads.every(
    (name) => before.fields[name]?.id === object.fields[name]?.id && before.fields[name] !== undefined,
  );
}

async function countDoubles(db: Queryable, object: CatalogObject, { columns, condition }: Unique): Promise<number> {
  const filled = columns.map((column) => `${column} is not null`).join(' and ');
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from (select 1 from ${RECORD_SCHEMA}.${identifier(object.table.name)} ` +
      `where ${condition} and ${filled} group by ${columns.join(', ')} having count(*) > 1) as double`,
  );
  return Number(rows[0]?.count ?? 0);
}
