import {
  askedBy,
  offeredWhen,
  type ActionDocument,
  type ActionQuestion,
  type CompiledField,
  type OfferedAction,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import { getRecord } from '../../records/get-record.ts';
import { planned } from '../../records/sql/catalog-memory.ts';
import { recordsWhere } from '../../workflow/start/records-where.ts';
import { narrowAccess } from '../running/narrow-access.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import type { RunningPlugin } from '../running/running-plugin.ts';
import { questionsOf } from './read-answers.ts';

/** Where buttons find the code that answers them. */
export type ActionRuntime = Pick<PluginRuntime, 'plugins'>;

/** Buttons that whoever asks may press, on some record at least, in their order. */
export function offeredActions(runtime: ActionRuntime, ctx: AccessContext): ActionDocument[] {
  return [...ctx.catalog.actions.values()]
    .filter((action) => mayPress(ctx, action) && isReady(runtime, ctx, action))
    .sort((a, b) => (a.order ?? 100) - (b.order ?? 100) || (a.name < b.name ? -1 : 1));
}

/** Names of the buttons that stand on one record now. Throws `record_not_found`. */
export async function actionsOnRecord(
  runtime: ActionRuntime,
  ctx: AccessContext,
  object: string,
  record: string,
): Promise<string[]> {
  const { data } = await getRecord(ctx, object, record, { fields: ['id'] });
  const names: string[] = [];
  for (const action of offeredActions(runtime, ctx))
    if (action.object === object && (await offeredFor(ctx, action, [data.id])).has(data.id)) names.push(action.name);
  return names;
}

/** Those of the records on which the button stands. */
export async function offeredFor(
  ctx: AccessContext,
  { object, when, does }: ActionDocument,
  records: readonly string[],
): Promise<ReadonlySet<string>> {
  if (object === undefined) return new Set();
  const shown = await recordsWhere(ctx, object, when, records);
  const workflow = does.type === 'workflow' ? ctx.catalog.workflows.get(does.workflow) : undefined;
  return workflow === undefined ? shown : recordsWhere(ctx, object, offeredWhen(workflow.trigger), [...shown]);
}

/** What is asked before it begins. */
export function formOf(ctx: AccessContext, { input, does }: ActionDocument): CompiledField[] {
  const workflow = does.type === 'workflow' ? ctx.catalog.workflows.get(does.workflow) : undefined;
  return questionsOf(ctx.catalog, input ?? (workflow === undefined ? [] : (askedBy(workflow) as ActionQuestion[])));
}

/** The plugin whose code answers a button; undefined while it is switched off. */
export function behind(runtime: ActionRuntime, name: string): RunningPlugin | undefined {
  return runtime.plugins.current.named.get(`action ${name}`)?.plugin;
}

/** As everybody is told of it; what a form begins with is left out where it names what he may not read. */
export function presentAction(ctx: AccessContext, action: ActionDocument): OfferedAction {
  const { name, label, description, icon, object, places, confirm, done, danger, when, does } = action;
  const paths = planned(ctx.catalog, `readable paths|${ctx.access.key}`, () =>
    readablePaths(ctx.catalog.model, ctx.access),
  );
  const workflow = does.type === 'workflow' ? ctx.catalog.workflows.get(does.workflow) : undefined;
  const conditional = when !== undefined || (workflow !== undefined && offeredWhen(workflow.trigger) !== undefined);
  return {
    name,
    label,
    description: description ?? null,
    icon: icon ?? null,
    object: object ?? null,
    places: places ?? [object === undefined ? 'palette' : 'record'],
    conditional,
    form: formOf(ctx, action).map((field) => {
      const prefill = action.input?.find((question) => question.name === field.name)?.prefill;
      const shown = prefill !== undefined && object !== undefined && paths.expression(object, prefill, 'record');
      return { field, prefill: shown ? prefill : null };
    }),
    confirm: confirm ?? null,
    done: done ?? null,
    danger: danger === true,
    screen: does.type === 'screen' ? does.screen : null,
  };
}

function mayPress({ access, actor }: AccessContext, { object, roles }: ActionDocument): boolean {
  if (object !== undefined && access.permission(object, 'read').kind === 'no') return false;
  return roles === undefined || roles.length === 0 || actor.roles.some((role) => roles.includes(role));
}

/** Whether there is something behind it: a plugin that is switched on, a workflow that is. */
function isReady(runtime: ActionRuntime, ctx: AccessContext, { object, does }: ActionDocument): boolean {
  switch (does.type) {
    case 'workflow':
      return ctx.catalog.workflows.get(does.workflow)?.active === true;
    case 'function': {
      const plugin = behind(runtime, does.function);
      if (plugin === undefined) return false;
      return object === undefined || narrowAccess(ctx, plugin).permission(object, 'read').kind !== 'no';
    }
    case 'screen': {
      const screen = ctx.catalog.model.screens?.[does.screen];
      return screen !== undefined && ctx.access.serves(screen.roles) && shows(runtime, screen.name);
    }
  }
}

/** Whether the plugin whose screen it is is switched on. */
function shows(runtime: ActionRuntime, screen: string): boolean {
  const plugins = [...runtime.plugins.current.byId.values()];
  return plugins.some(({ manifest }) => manifest.screens?.some(({ name }) => name === screen) === true);
}
