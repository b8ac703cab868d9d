import {
  StrataError,
  describeError,
  didYouMean,
  type ConnectorField,
  type ConnectorInfo,
  type ConnectorRun,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { requireInstalled, type InstalledPlugin } from '../life/installed-plugins.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { nextPull } from './connector-clock.ts';
import { lastRuns } from './connector-runs.ts';
import { readSetup, type ConnectorSetup } from './connector-setup.ts';
import { mappingProblems, outsideFields, pathOf, type Connector } from './field-mapping.ts';
import { countWaiting } from './waiting-changes.ts';

/** A connector of an installed plugin, be it switched on or off. */
export interface FoundConnector extends Connector {
  plugin: InstalledPlugin;
}

/** Throws `plugin_not_installed`, `unknown_plugin_part`. */
export async function requireConnector(ctx: AccessContext, id: string, name: string): Promise<FoundConnector> {
  const plugin = await requireInstalled(ctx.db, id);
  const connectors = plugin.manifest.connectors ?? [];
  const declared = connectors.find((each) => each.name === name);
  if (declared !== undefined) return { plugin, declared };
  const suggestion = didYouMean(
    name,
    connectors.map((each) => each.name),
  );
  throw new StrataError('unknown_plugin_part', { plugin: plugin.manifest.label, kind: 'connector', name, suggestion });
}

/** The connectors of a plugin, how each is set up, and what it did last. */
export async function listConnectors(
  runtime: Pick<PluginRuntime, 'model'>,
  ctx: AccessContext,
  id: string,
): Promise<ConnectorInfo[]> {
  const plugin = await requireInstalled(ctx.db, id);
  const runs = await lastRuns(ctx.db, ctx.locale, id);
  const waiting = await countWaiting(ctx.db, id);
  return Promise.all(
    (plugin.manifest.connectors ?? []).map(async (declared) => {
      const setup = await readSetup(ctx.db, id, declared.name);
      return {
        ...described(runtime, ctx, { plugin, declared }, setup),
        ...(waiting.get(declared.name) ?? { waiting: 0, set_aside: 0 }),
        ...lastOf(runs, declared.name),
      };
    }),
  );
}

/** One of them. */
export async function showConnector(
  runtime: Pick<PluginRuntime, 'model'>,
  ctx: AccessContext,
  { plugin, declared }: FoundConnector,
): Promise<ConnectorInfo> {
  const all = await listConnectors(runtime, ctx, plugin.id);
  return all.find(({ name }) => name === declared.name)!;
}

function lastOf(runs: ReadonlyMap<string, ConnectorRun>, name: string): Pick<ConnectorInfo, 'last_pull' | 'last_push'> {
  return { last_pull: runs.get(`${name} pull`) ?? null, last_push: runs.get(`${name} push`) ?? null };
}

type Described = Omit<ConnectorInfo, 'waiting' | 'set_aside' | 'last_pull' | 'last_push'>;

function described(
  runtime: Pick<PluginRuntime, 'model'>,
  { catalog, locale }: AccessContext,
  connector: FoundConnector,
  setup: ConnectorSetup,
): Described {
  const { plugin, declared } = connector;
  const { name, label, description, icon, object, key, pull, push } = declared;
  const next = plugin.enabled ? nextPull(runtime, { ...connector, setup }) : null;
  return {
    name,
    label,
    description: description ?? null,
    icon: icon ?? null,
    object,
    object_label: catalog.has(object) ? catalog.object(object).label_plural : { en: object, zh: object },
    pulls: pull !== undefined,
    pushes: push !== undefined,
    pull: setup.pull,
    push: setup.push,
    tells_deletions: pull?.deletes === true,
    deletes: setup.deletes,
    gathering: setup.gathering !== null,
    schedule: setup.schedule ?? pull?.schedule ?? null,
    standard_schedule: pull?.schedule ?? null,
    next_run: next?.toISOString() ?? null,
    key,
    fields: outsideFields(catalog, connector).map((outside): ConnectorField => {
      const to = pathOf(catalog, connector, setup, outside) ?? null;
      const standard = outside.to ?? null;
      return {
        name: outside.name,
        label: outside.label,
        to,
        standard,
        changed: Object.hasOwn(setup.mapping, outside.name),
      };
    }),
    problems: mappingProblems(catalog, connector, setup).map(({ code, params }) => {
      return { code, message: describeError(locale, code, params) };
    }),
    begun: setup.cursor !== null,
  };
}
