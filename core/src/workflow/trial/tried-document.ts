import { StrataError, didYouMean, upgradeWorkflow, type WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { holds } from '../../access/delegation.ts';
import { checkDocument } from '../../model/check-document.ts';

/**
 * The workflow to be tried: the one that is given, as it stands on somebody's canvas, or the live one of that name.
 * Throws `unknown_workflow`, `invalid_input`, and `workflow_role_not_held` as a publish would.
 */
export function triedDocument(ctx: AccessContext, name: string, given: unknown): WorkflowDocument {
  const document = given === undefined ? liveDocument(ctx, name) : checked(given);
  const { run_as: role } = document;
  if (role !== undefined && !holds(ctx, role)) throw new StrataError('workflow_role_not_held', { role });
  return document;
}

function liveDocument({ catalog }: AccessContext, name: string): WorkflowDocument {
  const found = catalog.workflows.get(name);
  if (found !== undefined) return found;
  throw new StrataError('unknown_workflow', { name, suggestion: didYouMean(name, catalog.workflows.keys()) });
}

function checked(given: unknown): WorkflowDocument {
  const check = checkDocument('workflow', (given ?? {}) as Record<string, unknown>);
  if (!check.ok) throw StrataError.invalid(check.issues.map((issue) => ({ ...issue, path: `document.${issue.path}` })));
  return upgradeWorkflow(check.document as WorkflowDocument);
}
