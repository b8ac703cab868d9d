import {
  PLUGIN_PARTS,
  StrataError,
  didYouMean,
  pluginPartName,
  type ConnectorDeclaration,
  type HookDeclaration,
  type HookEvent,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { isGranted } from './grants.ts';
import { recordGrants } from './narrow-access.ts';
import { runningPlugin, type RunnablePlugin, type RunningPlugin } from './running-plugin.ts';

/** A hook and whose it is. */
export interface PluginHook {
  plugin: RunningPlugin;
  hook: HookDeclaration;
}

/** Plugins that are switched on, looked up as they are asked for. */
export interface PluginSet {
  byId: ReadonlyMap<string, RunningPlugin>;
  /** By `object event`, in the order they run. */
  before: ReadonlyMap<string, readonly PluginHook[]>;
  after: ReadonlyMap<string, readonly PluginHook[]>;
  signIn: readonly PluginHook[];
  /** Code that other documents name, by `part name`: whose it is, and what its plugin calls it. */
  named: ReadonlyMap<string, { plugin: RunningPlugin; name: string }>;
}

export type PushingConnectors = ReadonlyMap<
  string,
  readonly { plugin: RunnablePlugin; declared: ConnectorDeclaration }[]
>;

/** How the plugins of a workspace are read; with what is switched off. */
export type ReadPlugins = (db: Queryable) => Promise<readonly RunnablePlugin[]>;

/** The plugins of the workspace, as this process knows them. */
export class InstalledPlugins {
  readonly #db: Queryable;
  readonly #read: ReadPlugins;
  #current: PluginSet = pluginSet([]);
  #pushing: PushingConnectors = new Map();
  #refreshing: Promise<void> = Promise.resolve();
  readonly #listeners: ((before: PluginSet, now: PluginSet) => void)[] = [];

  constructor(db: Queryable, read: ReadPlugins) {
    this.#db = db;
    this.#read = read;
  }

  get current(): PluginSet {
    return this.#current;
  }

  /** Connectors that are told of changes, by object; also of plugins that are switched off: what changes meanwhile waits for them. */
  get pushing(): PushingConnectors {
    return this.#pushing;
  }

  onChange(listener: (before: PluginSet, now: PluginSet) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes in what is installed when the call begins. */
  refresh(): Promise<void> {
    const refreshing = this.#refreshing.catch(() => {}).then(() => this.#refresh());
    this.#refreshing = refreshing;
    return refreshing;
  }

  async #refresh(): Promise<void> {
    const found = await this.#read(this.#db);
    const before = this.#current;
    this.#current = pluginSet(found.filter((plugin) => plugin.enabled && isAlive(plugin)).map(runningPlugin));
    this.#pushing = pushingOf(found);
    for (const listener of this.#listeners) listener(before, this.#current);
  }

  /** Throws `plugin_switched_off`, which is also said of those that are not there. */
  require(id: string): RunningPlugin {
    const found = this.#current.byId.get(id);
    if (found !== undefined) return found;
    throw new StrataError('unknown_plugin', { name: id, suggestion: didYouMean(id, [...this.#current.byId.keys()]) });
  }
}

/** It has code that runs here, or screens that ask. */
function isAlive({ bundle, manifest }: RunnablePlugin): boolean {
  return bundle !== '' || (manifest.screens ?? []).length > 0;
}

function pushingOf(plugins: readonly RunnablePlugin[]): PushingConnectors {
  const all = plugins.flatMap((plugin) => (plugin.manifest.connectors ?? []).map((declared) => ({ plugin, declared })));
  const pushing = all.filter(({ declared }) => declared.push !== undefined);
  return Map.groupBy(pushing, ({ declared }) => declared.object);
}

function pluginSet(plugins: readonly RunningPlugin[]): PluginSet {
  const hooks = plugins
    .flatMap((plugin) => (plugin.manifest.hooks ?? []).map((hook) => ({ plugin, hook })))
    .filter(mayRun)
    .sort((a, b) => orderOf(a) - orderOf(b) || (a.plugin.id < b.plugin.id ? -1 : 1));
  return {
    byId: new Map(plugins.map((plugin) => [plugin.id, plugin])),
    before: byEvent(hooks.filter(({ hook }) => hook.when === 'before')),
    after: byEvent(hooks.filter(({ hook }) => hook.when === 'after')),
    signIn: hooks.filter(({ hook }) => hook.on.includes('sign_in')),
    named: new Map(plugins.flatMap(namedParts)),
  };
}

function namedParts(plugin: RunningPlugin): [string, { plugin: RunningPlugin; name: string }][] {
  const {
    prefix,
    actions = [],
    steps = [],
    triggers = [],
    validators = [],
    field_types = [],
    enrichers = [],
    connectors = [],
  } = plugin.manifest;
  const parts = {
    action: actions,
    step: steps,
    trigger: triggers,
    validator: validators,
    field_type: field_types,
    enricher: enrichers,
    connector: connectors,
  } as const;
  return PLUGIN_PARTS.flatMap((part) =>
    parts[part].map(({ name }): [string, { plugin: RunningPlugin; name: string }] => [
      `${part} ${pluginPartName(prefix, part, name)}`,
      { plugin, name },
    ]),
  );
}

/** A hook whose capability was not granted has nothing to be told. */
function mayRun({ plugin, hook }: PluginHook): boolean {
  if (hook.on.includes('sign_in')) return isGranted(plugin, 'sign_in');
  return (
    recordGrants(plugin.granted)
      .get(hook.object ?? '')
      ?.some(({ verbs }) => verbs.includes('read')) === true
  );
}

function orderOf({ hook }: PluginHook): number {
  return hook.order ?? 100;
}

function byEvent(hooks: readonly PluginHook[]): Map<string, PluginHook[]> {
  const found = new Map<string, PluginHook[]>();
  for (const each of hooks) {
    for (const event of new Set(each.hook.on.map(actionOf))) {
      const key = `${each.hook.object} ${event}`;
      found.set(key, [...(found.get(key) ?? []), each]);
    }
  }
  return found;
}

/** A transition is an update that moves the record to another stage. */
function actionOf(event: HookEvent): string {
  return event === 'transition' ? 'update' : event;
}
