import type { ConnectorDeclaration, ErrorParameters } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import type { OutboxConsumer } from '../../kernel/outbox.ts';
import { readChanges, type LoggedChange } from '../../workflow/start/changes.ts';
import { DEEPEST, depthOf, depthsOf } from '../running/after-hooks.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { enqueuePush } from './connector-link.ts';
import { activeSetups, type ConnectorSetup } from './connector-setup.ts';
import { outsideFields, pathOf, type Connector } from './field-mapping.ts';
import { noteWaiting, type NewChange } from './waiting-changes.ts';

/** A connector that is told of changes, as it is set up. */
interface Listening extends Connector {
  setup: ConnectorSetup;
}

/**
 * Notes committed changes for the connectors that are told of them, in the transaction that takes them out of the outbox;
 * also for those whose plugin is switched off at the moment. What a connector itself has brought in is not told back to it.
 */
export function noteChangesForConnectors(runtime: Pick<PluginRuntime, 'plugins' | 'model'>): OutboxConsumer {
  return async (tx, entries) => {
    const { pushing } = runtime.plugins;
    const concerned = entries.filter(({ object, action }) => action !== 'rollup' && pushing.has(object));
    if (concerned.length === 0) return;
    const listening = listeningOf(pushing, await activeSetups(tx));
    if (listening.length === 0) return;
    const changes = await readChanges(
      tx,
      concerned.map((entry) => entry.change_id),
    );
    const origins = await originsOf(tx, changes);
    const depths = await depthsOf(tx, changes);
    for (const each of listening) {
      const names = mappedNames(runtime, each);
      const own = changes.filter((change) => concerns(each, names, change) && !isOwn(each, origins, change));
      await noteFor(tx, each, own, (change) => depthOf(change, depths));
    }
  };
}

function listeningOf(
  pushing: ReadonlyMap<string, readonly Connector[]>,
  setups: readonly ConnectorSetup[],
): Listening[] {
  return [...pushing.values()].flat().flatMap((each): Listening[] => {
    const setup = setups.find(({ plugin, name }) => plugin === each.plugin.id && name === each.declared.name);
    return setup?.push === true ? [{ ...each, setup }] : [];
  });
}

/** Names of our fields that stand for something outside. */
function mappedNames({ model }: Pick<PluginRuntime, 'model'>, listening: Listening): ReadonlySet<string> {
  const catalog = model.catalog();
  return new Set(
    outsideFields(catalog, listening).flatMap((outside) => {
      const path = pathOf(catalog, listening, listening.setup, outside);
      return path === null || path === undefined ? [] : [path.split('.', 1)[0]!];
    }),
  );
}

function concerns({ declared }: Listening, names: ReadonlySet<string>, change: LoggedChange): boolean {
  if (change.object !== declared.object || !told(declared, change)) return false;
  return change.action !== 'update' || Object.keys(change.changes).some((name) => names.has(name));
}

function told({ push }: ConnectorDeclaration, change: LoggedChange): boolean {
  return push?.on === undefined || push.on.includes(eventOf(change));
}

function eventOf({ action }: LoggedChange): 'create' | 'update' | 'delete' {
  return action === 'restore' ? 'create' : action;
}

interface Origin {
  plugin: string;
  connector: string;
}

function isOwn(
  { plugin, declared }: Listening,
  origins: ReadonlyMap<string, Origin>,
  { cause_id }: LoggedChange,
): boolean {
  const origin = origins.get(cause_id ?? '');
  return origin?.plugin === plugin.id && origin.connector === declared.name;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Runs of connectors that made changes. */
async function originsOf(tx: Queryable, changes: readonly LoggedChange[]): Promise<Map<string, Origin>> {
  const ids = changes.flatMap(({ cause, cause_id: id }) =>
    cause === 'plugin' && id !== null && UUID.test(id) ? [id] : [],
  );
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Origin & { id: string }>(
    'select id, plugin, connector from core.connector_run where id = any($1::uuid[])',
    [[...new Set(ids)]],
    'connector_origins',
  );
  return new Map(rows.map(({ id, ...origin }) => [id, origin]));
}

async function noteFor(
  tx: Queryable,
  { plugin, declared }: Listening,
  changes: readonly LoggedChange[],
  depth: (change: LoggedChange) => number,
): Promise<void> {
  const of = { plugin: plugin.id, connector: declared.name };
  const notes = new Map<string, NewChange>();
  let tooDeep: LoggedChange | null = null;
  for (const change of changes) {
    const deep = depth(change);
    if (deep > DEEPEST) tooDeep = change;
    else notes.set(change.record_id, joined(notes.get(change.record_id), change, deep));
  }
  if (tooDeep !== null) await noteTooDeep(tx, { plugin, declared }, depth(tooDeep));
  if (notes.size === 0) return;
  await noteWaiting(tx, of, [...notes.values()]);
  if (plugin.enabled) await enqueuePush(tx, of.plugin, of.connector);
}

function joined(before: NewChange | undefined, change: LoggedChange, depth: number): NewChange {
  const event = eventOf(change);
  const action = before?.action === 'create' && event === 'update' ? 'create' : event;
  return { record: change.record_id, action, depth: Math.max(before?.depth ?? 0, depth) };
}

/** Nothing is left out unseen: what is not told is a run that has failed. */
async function noteTooDeep(tx: Queryable, { plugin, declared }: Connector, depth: number): Promise<void> {
  const params: ErrorParameters = { plugin: plugin.manifest.label, depth };
  await tx.query(
    `insert into core.connector_run (id, plugin, connector, direction, status, depth, error, ended_at)
     values ($1, $2, $3, 'push', 'failed', $4, $5::jsonb, now())`,
    [v7(), plugin.id, declared.name, depth, JSON.stringify({ code: 'plugin_too_deep', params })],
  );
}
