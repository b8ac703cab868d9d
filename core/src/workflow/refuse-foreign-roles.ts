import { StrataError } from '@stratacrm/sdk';
import { compileAccess } from '../access/compile-access.ts';
import { holds } from '../access/delegation.ts';
import type { SwitchHook } from '../model/model.ts';

/** Part of the switch to a release: a workflow acts with a role only if who publishes it holds that role too. */
export const refuseForeignRoles: SwitchHook = (_, diff, { author: { actor }, catalog }) => {
  if (actor.kind === 'system') return Promise.resolve();
  const publisher = { actor, catalog, access: compileAccess(catalog, actor.roles) };
  for (const { kind, key } of diff) {
    const role = kind === 'workflow' ? catalog.workflows.get(key)?.run_as : undefined;
    if (role !== undefined && !holds(publisher, role)) throw refusal(key, role);
  }
  return Promise.resolve();
};

function refusal(key: string, role: string): StrataError {
  const issue = { path: `workflow/${key}/run_as`, code: 'workflow_role_not_held' as const, params: { role } };
  return new StrataError('workflow_role_not_held', { role }, [issue]);
}
