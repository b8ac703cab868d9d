import { StrataError, settingsOf, usesOf, type Issue, type WorkflowDocument } from '@stratacrm/sdk';
import type { SwitchHook } from '../model/model.ts';

/** Part of the switch to a release: workflows that are switched on name only connections that are there. */
export const refuseMissingConnections: SwitchHook = async (tx, diff, { catalog }) => {
  const wanted = diff.flatMap(({ kind, key }) => {
    const workflow = kind === 'workflow' ? catalog.workflows.get(key) : undefined;
    return workflow?.active === true ? connectionsOf(workflow) : [];
  });
  if (wanted.length === 0) return;
  const { rows } = await tx.query<{ name: string }>(`select name from core.connection where kind = 'http'`);
  const missing = wanted.filter(({ name }) => !rows.some((row) => row.name === name));
  if (missing.length === 0) return;
  const issues = missing.map(({ path, name }): Issue => ({ path, code: 'unknown_connection', params: { name } }));
  throw new StrataError('unknown_connection', { name: missing[0]!.name }, issues);
};

function connectionsOf(workflow: WorkflowDocument): { path: string; name: string }[] {
  return settingsOf(workflow).flatMap((settings) =>
    settings.described.flatMap((setting) =>
      usesOf(setting, settings).flatMap((use) =>
        use.kind === 'connection' ? [{ path: `workflow/${workflow.name}/${use.path.join('.')}`, name: use.name }] : [],
      ),
    ),
  );
}
