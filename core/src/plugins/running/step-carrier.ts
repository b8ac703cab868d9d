import { StrataError, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { actFor } from '../../access/act-for.ts';
import { TryLater, type Carrier, type DeliveryTry } from '../../kernel/deliveries/carrier.ts';
import type { PluginStepWish } from '../../workflow/steps/run-plugin.ts';
import { inForeground, unknownPart } from './foreground.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { actingByItself } from './run-plugin-run.ts';
import type { RunningPlugin } from './running-plugin.ts';

/** Failures that may be over at the next try. */
const PASSING: ReadonlySet<string> = new Set([
  'plugin_busy',
  'plugin_restarted',
  'plugin_quota_spent',
  'plugin_timed_out',
  'sandbox_unavailable',
  'outbound_unreachable',
  'outbound_silent',
]);

/** Carries steps of workflows to the plugins that brought them. */
export function stepCarrier(runtime: PluginRuntime): Carrier {
  return {
    async perform({ key, payload }: DeliveryTry): Promise<JsonValue> {
      try {
        return await perform(runtime, key, payload as unknown as PluginStepWish);
      } catch (error) {
        throw error instanceof StrataError && PASSING.has(error.code) ? new TryLater(error) : error;
      }
    },
  };
}

/** A run that acts with a role has the rights of that, whoever triggered it, and the plugin no more than those. */
function byRoles(ctx: AccessContext, roles: string[]): AccessContext {
  return { ...ctx, now: ctx.now, actor: { ...ctx.actor, roles }, access: compileAccess(ctx.catalog, roles) };
}

/** Whether the workflow names a role to act with; the run keeps the workflow as it was when it began. */
async function actsWithRole({ database }: PluginRuntime, run: string): Promise<boolean> {
  const { rows } = await database.query<{ role: string | null }>(
    `select d.body->>'run_as' as role from core.workflow_run r join core.workflow_definition d on d.digest = r.digest
     where r.id = $1`,
    [run],
    'plugin_step_role',
  );
  return rows[0]?.role != null;
}

/** Whose code the step is, and what its plugin calls it. Throws `unknown_plugin`, `unknown_plugin_part`. */
function codeOf(
  { plugins }: PluginRuntime,
  { plugin: id, step }: PluginStepWish,
): { plugin: RunningPlugin; name: string } {
  if (id === null) {
    const found = plugins.current.named.get(`step ${step}`);
    if (found === undefined) throw new StrataError('unknown_plugin', { name: step });
    return found;
  }
  const plugin = plugins.require(id);
  if (plugin.manifest.steps?.some(({ name }) => name === step) !== true) throw unknownPart(plugin, 'step', step);
  return { plugin, name: step };
}

/** With at most the roles the run acts with. */
async function perform(runtime: PluginRuntime, key: string, wish: PluginStepWish): Promise<JsonValue> {
  const { plugin, name } = codeOf(runtime, wish);
  const catalog = await runtime.model.refresh();
  const { locale } = catalog.model.workspace;
  const who = { userId: wish.actor, roles: wish.actor === null ? null : wish.roles, locale };
  const ctx = await actFor(runtime.database, catalog, who, { kind: 'plugin', id: wish.run });
  if (ctx === null) throw new StrataError('run_actor_gone');
  const { settings, record, run, depth } = wish;
  const acting = wish.actor === null ? actingByItself(ctx, plugin) : ctx;
  const asRole = wish.actor === null || (await actsWithRole(runtime, run));
  return inForeground(runtime, plugin, asRole ? byRoles(acting, wish.roles) : acting, {
    kind: 'step',
    word: 'step',
    name,
    input: { settings, record, run, key },
    mark: key,
    depth,
    ...(record !== null && { object: record.object }),
  });
}
