import { StrataError, readCron, type ConnectorMapping, type Issue, type Label } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeAudit } from '../../access/audit/write-audit.ts';
import type { Catalog } from '../../model/catalog.ts';
import { tellPlugins } from '../life/installed-plugins.ts';
import { isGranted, notGranted } from '../running/grants.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { keepSetup, readSetup, type ConnectorSetup, type KeptMapping } from './connector-setup.ts';
import { fieldsOfPath, mappingProblems, outsideFields, unsuitable, type Connector } from './field-mapping.ts';
import { requireConnector, type FoundConnector } from './list-connectors.ts';
import { forgetWaiting } from './waiting-changes.ts';

/** What of it is to be otherwise; what is absent stays. */
export interface ConnectorChange {
  pull?: boolean | undefined;
  push?: boolean | undefined;
  /** Delete here what is gone outside. */
  deletes?: boolean | undefined;
  /** null: as its author says. */
  schedule?: string | null | undefined;
  mapping?: ConnectorMapping | undefined;
}

/** Sets a connector up. Throws `invalid_input`, `connector_cannot`, `connector_not_set_up`, `plugin_not_granted`. */
export async function changeConnector(
  { database }: Pick<PluginRuntime, 'database'>,
  ctx: AccessContext,
  place: { plugin: string; name: string },
  change: ConnectorChange,
): Promise<void> {
  const found = await requireConnector(ctx, place.plugin, place.name);
  await database.transaction(async (tx) => {
    await tx.query('select from core.plugin where id = $1 for update', [place.plugin]);
    const setup = changed(ctx.catalog, found, await readSetup(tx, place.plugin, place.name), change);
    refuseUseless(ctx.catalog, found, setup);
    await keepSetup(tx, setup, ctx.actor.userId);
    if (!setup.push) await forgetWaiting(tx, { plugin: place.plugin, connector: place.name });
    await tellPlugins(tx);
    await writeAudit(tx, ctx, {
      action: 'plugin_connector_changed',
      subject: { kind: 'plugin', id: place.plugin, name: found.plugin.manifest.label.en },
      detail: {
        connector: place.name,
        pull: setup.pull,
        push: setup.push,
        deletes: setup.deletes,
        changed: Object.keys(change),
      },
    });
  });
}

function changed(
  catalog: Catalog,
  connector: FoundConnector,
  setup: ConnectorSetup,
  {
    pull = setup.pull,
    push = setup.push,
    deletes = setup.deletes,
    schedule = setup.schedule,
    mapping,
  }: ConnectorChange,
): ConnectorSetup {
  if (schedule !== null && readCron(schedule) === null)
    throw StrataError.invalid([{ path: 'schedule', code: 'invalid_schedule', params: { value: schedule } }]);
  const own = schedule === connector.declared.pull?.schedule ? null : schedule;
  const kept = mapping === undefined ? setup.mapping : mapped(catalog, connector, setup.mapping, mapping);
  return { ...setup, pull, push, deletes, schedule: own, mapping: kept };
}

/** What is as the author says is not kept, so that it follows what he says in versions to come. */
function mapped(catalog: Catalog, connector: Connector, before: KeptMapping, given: ConnectorMapping): KeptMapping {
  const after = { ...before };
  const issues: Issue[] = [];
  const of = { connector: connector.declared.label };
  const fields = new Map(outsideFields(catalog, connector).map((each) => [each.name, each]));
  for (const [name, path] of Object.entries(given)) {
    const outside = fields.get(name);
    if (outside === undefined) {
      issues.push({ path: `mapping.${name}`, code: 'unknown_property', params: { property: name } });
    } else if (path === (outside.to ?? null)) {
      delete after[name];
    } else {
      const { ids, needs } = placeOf(catalog, connector, name, path);
      if (needs === null) after[name] = ids;
      else
        issues.push({
          path: `mapping.${name}`,
          code: 'connector_not_set_up',
          params: { ...of, field: outside.label, needs },
        });
    }
  }
  if (issues.length > 0) throw StrataError.invalid(issues);
  return after;
}

/** The fields a path leads over, or why it cannot stand there. */
function placeOf(
  catalog: Catalog,
  connector: Connector,
  name: string,
  path: string | null,
): { ids: string[] | null; needs: Label | null } {
  const { declared } = connector;
  if (path === null)
    return { ids: null, needs: name === declared.key ? { en: 'stands for no field', zh: '没有对应字段' } : null };
  const found = fieldsOfPath(catalog, declared.object, path);
  if (found === null)
    return { ids: null, needs: { en: 'stands for a field that is not there', zh: '所对应的字段不存在' } };
  const ids = found.via === null ? [found.field.id] : [found.field.id, found.via.field.id];
  return { ids, needs: unsuitable(connector, name, found) };
}

/** What could not work is not switched on. */
function refuseUseless(catalog: Catalog, connector: FoundConnector, setup: ConnectorSetup): void {
  const { plugin, declared } = connector;
  if (setup.pull && declared.pull === undefined) throw cannot(connector, 'pull');
  if (setup.push && declared.push === undefined) throw cannot(connector, 'push');
  if (setup.deletes && declared.pull?.deletes !== true) throw cannot(connector, 'deletions');
  if (setup.pull && !isGranted(plugin, 'schedule')) throw notGranted(plugin, 'schedule');
  if (setup.pull && setup.schedule === null && declared.pull?.schedule === undefined)
    throw StrataError.invalid([
      { path: 'schedule', code: 'required', params: { label: { en: 'Schedule', zh: '时间计划' } } },
    ]);
  const [problem] = setup.pull || setup.push ? mappingProblems(catalog, connector, setup) : [];
  if (problem !== undefined) throw problem;
}

/** Its code only works the other way. */
export function cannot({ declared }: Connector, what: keyof typeof CANNOT): StrataError {
  return new StrataError('connector_cannot', { connector: declared.label, what: CANNOT[what] });
}

const CANNOT = {
  pull: { en: 'read what is outside', zh: '从外部读取' },
  push: { en: 'tell the outside of changes', zh: '向外部推送变更' },
  deletions: { en: 'tell what is gone outside', zh: '读取外部的删除' },
} as const satisfies Record<string, Label>;
