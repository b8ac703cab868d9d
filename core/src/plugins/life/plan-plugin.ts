import semver from 'semver';
import {
  describeError,
  type Document,
  type DocumentChange,
  type Locale,
  type PluginPlan,
  type StrataError,
} from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { RECORD_SCHEMA } from '../../model/physical.ts';
import type { LayerChange } from '../../model/publish/candidate.ts';
import { readLayers } from '../../model/store/layer-store.ts';
import type { Queryable } from '../../kernel/database.ts';
import { peopleHere } from '../demo-data.ts';
import { stopsOf, wayOf, type Surroundings } from './check-package.ts';
import { conflictsOf } from './conflicts.ts';
import { readInstalled, type InstalledPlugin } from './installed-plugins.ts';
import { describePackage } from './describe-package.ts';
import type { StoredPackage } from './package-store.ts';
import { layerContentOf } from './plugin-layer.ts';
import { plannedConnectors } from './planned-connectors.ts';
import type { PluginsContext } from './plugins-context.ts';
import { roleHolders } from './role-holders.ts';

/** What installing the package, or upgrading to it, would do. Nothing is done. */
export async function planPlugin(ctx: PluginsContext, found: StoredPackage): Promise<PluginPlan> {
  const { database, model, locale } = ctx;
  const live = await model.refresh();
  const around: Surroundings = { state: await readLayers(database), installed: await readInstalled(database) };
  const present = around.installed.find(({ id }) => id === found.manifest.id);
  const content = layerContentOf(found.manifest, found.digest, around.state);
  const change: LayerChange = { kind: 'release', content: [content] };
  const { catalog, ...plan } = await model.planLayers(change, locale);
  const stops = await stopsOf(ctx, found, around);
  return {
    ...plan,
    package: await describePackage(database, found, { catalog, granted: present?.granted ?? [] }),
    way: wayOf(found.manifest, present),
    from: present?.version ?? null,
    release: live.release,
    tables: await touchedTables(database, live, catalog, plan.diff),
    connectors: await plannedConnectors(database, catalog, found.manifest, present?.manifest),
    conflicts: conflictsOf(around.state, content),
    migrations: migrationsFrom(found, present),
    demo_people: await peopleHere(database, found.manifest.demo),
    roles: await roleHolders(database, rolesAdded(found, plan.diff)),
    stops: stops.map((stop) => told(stop, locale)),
  };
}

/** Migrations of versions that were not in force here yet, in their order. */
export function migrationsFrom(
  { manifest }: Pick<StoredPackage, 'manifest'>,
  present: Pick<InstalledPlugin, 'version'> | undefined,
): PluginPlan['migrations'] {
  if (present === undefined) return [];
  return (manifest.migrations ?? [])
    .filter(({ version }) => semver.gt(version, present.version) && semver.lte(version, manifest.version))
    .toSorted((a, b) => semver.compare(a.version, b.version))
    .map(({ version, label, way_back: back }) => ({ version, label, ...(back && { way_back: back }) }));
}

/** Those that were not there a moment ago. */
function rolesAdded({ manifest }: StoredPackage, diff: readonly DocumentChange[]): Document[] {
  const added = new Set(
    diff.flatMap(({ kind, action, key }) =>
      kind === 'role' && (action === 'add' || action === 'restore') ? [key] : [],
    ),
  );
  return manifest.documents.filter(({ kind, name }) => kind === 'role' && added.has(name));
}

export function told({ code, params }: StrataError, locale: Locale): { code: string; message: string } {
  return { code, message: describeError(locale, code, params) };
}

/** Objects whose tables are made, or whose fields come, change or go, with how many records they have. */
async function touchedTables(
  db: Queryable,
  live: Catalog,
  next: Catalog,
  diff: readonly DocumentChange[],
): Promise<PluginPlan['tables']> {
  const objects = new Set(
    diff.flatMap(({ kind, key, object }) => (kind === 'object' ? [key] : kind === 'field' && object ? [object] : [])),
  );
  const tables: PluginPlan['tables'] = [];
  for (const object of [...objects].toSorted()) {
    const catalog = live.has(object) ? live : next;
    if (!catalog.has(object) || catalog.object(object).managed) continue;
    const { label } = catalog.object(object);
    const rows = live.has(object) ? await countRows(db, live.object(object).table.name) : 0;
    tables.push({ object, label, rows, added: !live.has(object) });
  }
  return tables;
}

export async function countRows(db: Queryable, table: string, where = 'true'): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from ${RECORD_SCHEMA}."${table.replaceAll('"', '""')}" where ${where}`,
  );
  return Number(rows[0]?.count ?? 0);
}
