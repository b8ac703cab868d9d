import type { Transaction } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../catalog.ts';
import type { IndexProvider } from '../model.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { identifier } from './sql-text.ts';
import { desiredIndexes, type DesiredIndex } from './table-indexes.ts';

/** A unique index of an object that comes with a release. */
export interface FirstIndex {
  object: CatalogObject;
  index: DesiredIndex;
}

/** The unique indexes of objects that were not live before. */
export function firstIndexes(catalog: Catalog, live: Catalog, providers: readonly IndexProvider[]): FirstIndex[] {
  const known = new Set(Object.values(live.model.objects).map(({ id }) => id));
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed && !known.has(object.id))
    .flatMap((object) =>
      desiredIndexes(object, catalog, providers)
        .filter(({ unique }) => unique)
        .map((index) => ({ object, index })),
    );
}

export function firstIndexSql({ object, index }: FirstIndex): string {
  return `create unique index if not exists ${identifier(index.name)} on ${tableOf(object)} ${index.definition}`;
}

/**
 * Makes them with the release itself, while nobody can write and it takes no time: made beside running traffic, as all
 * others are, they would come after what was written twice meanwhile. A table that comes back with records waits its turn.
 */
export async function makeFirstIndexes(transaction: Transaction, indexes: readonly FirstIndex[]): Promise<void> {
  for (const first of indexes) {
    const { rows } = await transaction.query(`select 1 from ${tableOf(first.object)} limit 1`);
    if (rows.length === 0) await transaction.query(firstIndexSql(first));
  }
}

function tableOf(object: CatalogObject): string {
  return `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
}
