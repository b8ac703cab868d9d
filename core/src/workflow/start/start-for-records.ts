import type { JsonValue, WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { Definitions } from '../definitions.ts';
import { insertRuns } from './insert-runs.ts';

/** Begins a workflow once for each of the records, in one transaction. Answers with the runs. */
export function startForRecords(
  ctx: AccessContext,
  definitions: Definitions,
  workflow: WorkflowDocument,
  object: string,
  records: readonly string[],
  answers: { [name: string]: JsonValue },
): Promise<string[]> {
  const { userId: actor, roles } = ctx.actor;
  const runs = records.map((record) => ({
    workflow,
    trigger: workflow.trigger.type,
    object,
    record,
    change: null,
    actor,
    roles,
    depth: 0,
    old: null,
    results: answers,
  }));
  return inTransaction(ctx.db, (tx) => insertRuns(tx, definitions, runs, ctx.now));
}
