import { documentKey, isFieldType, StrataError, type Document, type PluginRemovalPlan } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { shapeOf } from '../../model/physical/shape.ts';
import { readLayers } from '../../model/store/layer-store.ts';
import { readSetup } from '../connectors/connector-setup.ts';
import { countWaiting } from '../connectors/waiting-changes.ts';
import { readInstalled, requireInstalled, type InstalledPlugin } from './installed-plugins.ts';
import { countRows, told } from './plan-plugin.ts';
import type { PluginsContext } from './plugins-context.ts';
import { planDrafts } from './removal-drafts.ts';
import { removalOf, type DataChoices } from './removal.ts';
import { roleHolders } from './role-holders.ts';

/** What removing the plugin would do: what reads it, what data there is. Nothing is done. */
export async function planRemoval(ctx: PluginsContext, id: string, choices: DataChoices): Promise<PluginRemovalPlan> {
  const { database, model, locale } = ctx;
  const live = await model.refresh();
  const plugin = await requireInstalled(database, id);
  const state = await readLayers(database);
  const { layer } = plugin;
  const removal = removalOf(state, layer, choices);
  const { catalog: _, ...plan } = await model.planLayers(removal.change, locale);
  const readers: PluginRemovalPlan['readers'] = removal.touched.map(({ document, layer, effect }) => ({
    kind: document.kind,
    key: documentKey(document),
    label: document.label,
    layer,
    effect,
  }));
  for (const { kind, key } of plan.problems) {
    if (readers.some((each) => each.kind === kind && each.key === key && each.effect === 'stops')) continue;
    const label = { en: key, zh: key };
    readers.push({ kind, key, label, layer: label, effect: 'stops' });
  }
  const stops = neededBy(plugin, await readInstalled(database));
  return {
    ...plan,
    id,
    label: plugin.manifest.label,
    release: live.release,
    data: await dataOf(ctx, live, removal.gone),
    readers,
    connectors: await connectorsOf(database, plugin),
    roles: await roleHolders(database, removal.gone),
    drafts: await planDrafts(model, { state, layer, choices, locale }, plan),
    stops: stops.map((stop) => told(stop, locale)),
  };
}

/** What is no longer read or told. */
async function connectorsOf(
  db: Queryable,
  { id, manifest }: InstalledPlugin,
): Promise<PluginRemovalPlan['connectors']> {
  const waiting = await countWaiting(db, id);
  return Promise.all(
    (manifest.connectors ?? []).map(async ({ name, label }) => {
      const { pull, push } = await readSetup(db, id, name);
      return { name, label, active: pull || push, waiting: waiting.get(name)?.waiting ?? 0 };
    }),
  );
}

/** Plugins that cannot do without it. */
export function neededBy({ id }: InstalledPlugin, installed: readonly InstalledPlugin[]): StrataError[] {
  return installed.flatMap((other) => {
    const range = other.manifest.dependencies?.[id];
    return range === undefined ? [] : [new StrataError('plugin_needed', { name: id, others: other.id, range })];
  });
}

/** Objects of the plugin, and its fields on objects of others, each with how many rows have something there. */
async function dataOf(
  { database }: PluginsContext,
  live: Catalog,
  gone: readonly Document[],
): Promise<PluginRemovalPlan['data']> {
  const objects = new Set(gone.filter(({ kind }) => kind === 'object').map(({ name }) => name));
  const data: PluginRemovalPlan['data'] = [];
  for (const document of gone) {
    if (document.kind === 'object' && live.has(document.name)) {
      const rows = await countRows(database, live.object(document.name).table.name);
      data.push({ object: document.name, field: null, label: document.label_plural, rows });
    }
    if (document.kind !== 'field' || objects.has(document.object) || !isStored(document, live)) continue;
    const where = `${identifier(document.name)} is not null`;
    const rows = await countRows(database, live.object(document.object).table.name, where);
    data.push({ object: document.object, field: document.name, label: document.label, rows });
  }
  return data;
}

function isStored(document: Extract<Document, { kind: 'field' }>, live: Catalog): boolean {
  if (!live.has(document.object) || !isFieldType(document.type)) return false;
  const field = live.object(document.object).fields[document.name];
  return field !== undefined && !live.object(document.object).managed && shapeOf(field, live) !== null;
}
