import type { ConnectorDeclaration, PlannedConnector, PluginManifest } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { readSetup } from '../connectors/connector-setup.ts';

/** Links to systems outside that a package brings, keeps, or takes along when it replaces the version that is here. */
export async function plannedConnectors(
  db: Queryable,
  catalog: Catalog,
  { id, connectors = [] }: PluginManifest,
  present: PluginManifest | undefined,
): Promise<PlannedConnector[]> {
  const before = present?.connectors ?? [];
  const had = new Set(before.map(({ name }) => name));
  const has = new Set(connectors.map(({ name }) => name));
  const planned: [ConnectorDeclaration, PlannedConnector['change']][] = [
    ...connectors.map((each): [ConnectorDeclaration, PlannedConnector['change']] => [
      each,
      had.has(each.name) ? 'stays' : 'new',
    ]),
    ...before
      .filter(({ name }) => !has.has(name))
      .map((each): [ConnectorDeclaration, PlannedConnector['change']] => [each, 'goes']),
  ];
  return Promise.all(
    planned.map(async ([{ name, label, object, pull, push }, change]) => {
      const { pull: reads, push: tells } = await readSetup(db, id, name);
      return {
        name,
        label,
        object_label: catalog.has(object) ? catalog.object(object).label_plural : { en: object, zh: object },
        reads: pull !== undefined,
        deletes: pull?.deletes === true,
        tells: push !== undefined,
        schedule: pull?.schedule ?? null,
        change,
        active: reads || tells,
      };
    }),
  );
}
