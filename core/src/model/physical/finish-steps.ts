import type { DdlStep } from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from '../catalog.ts';
import type { IndexProvider } from '../model.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { identifier } from './sql-text.ts';
import { desiredForeignKeys, desiredIndexes } from './table-indexes.ts';

/** What is made after the release is live, as far as it can be foreseen from the two catalogs, but for what is `made` with it. */
export function finishSteps(
  catalog: Catalog,
  live: Catalog,
  providers: readonly IndexProvider[],
  made: ReadonlySet<string>,
): DdlStep[] {
  const known = new Set([...made, ...stepsOf(live, providers).map((step) => step.name)]);
  return stepsOf(catalog, providers)
    .filter((step) => !known.has(step.name))
    .map(({ object, sql, what }) => ({
      phase: 'finish',
      text: { en: `Make ${what.en} on ${object}`, zh: `为 ${object} 建立${what.zh}` },
      sql,
    }));
}

interface FinishStep {
  name: string;
  object: string;
  what: { en: string; zh: string };
  sql: string;
}

function stepsOf(catalog: Catalog, providers: readonly IndexProvider[]): FinishStep[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed)
    .flatMap((object) => [...indexSteps(object, catalog, providers), ...foreignKeySteps(object, catalog)]);
}

function indexSteps(object: CatalogObject, catalog: Catalog, providers: readonly IndexProvider[]): FinishStep[] {
  return desiredIndexes(object, catalog, providers).map(({ name, unique, definition }) => ({
    name,
    object: object.name,
    what: unique ? { en: 'a unique index', zh: '唯一索引' } : { en: 'an index', zh: '索引' },
    sql: `create ${unique ? 'unique ' : ''}index concurrently ${identifier(name)} on ${tableOf(object)} ${definition}`,
  }));
}

function foreignKeySteps(object: CatalogObject, catalog: Catalog): FinishStep[] {
  return desiredForeignKeys(object, catalog).map(({ name, definition }) => ({
    name,
    object: object.name,
    what: { en: 'a foreign key', zh: '外键' },
    sql: `alter table ${tableOf(object)} add constraint ${identifier(name)} ${definition} not valid`,
  }));
}

function tableOf(object: CatalogObject): string {
  return `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
}
