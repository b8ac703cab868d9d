import { StrataError, didYouMean, offeredWhen, type JsonValue, type WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { getRecord } from '../../records/get-record.ts';
import type { Catalog } from '../../model/catalog.ts';
import { readAnswers } from '../answers.ts';
import type { Definitions } from '../definitions.ts';
import { insertRuns } from './insert-runs.ts';
import { recordsWhere } from './records-where.ts';

/** What somebody who presses the button gives. */
export interface ManualStart {
  workflow: string;
  object: string;
  record: string;
  input?: { [name: string]: JsonValue };
}

/**
 * Begins a workflow by its button, for one record that the person may read. Throws `unknown_workflow`,
 * `record_not_found`, `workflow_not_offered`, `invalid_input`.
 */
export async function startManually(
  ctx: AccessContext,
  definitions: Definitions,
  { workflow: name, object, record, input = {} }: ManualStart,
): Promise<string> {
  const workflow = requireWorkflow(ctx.catalog, name);
  await getRecord(ctx, object, record, { fields: ['id'] });
  if (buttonObject(workflow) !== object || !(await isOffered(ctx, workflow, object, record)))
    throw new StrataError('workflow_not_offered', { name });
  const results = answers(ctx, workflow, input);
  const [run] = await inTransaction(ctx.db, (tx) =>
    insertRuns(
      tx,
      definitions,
      [
        {
          workflow,
          trigger: 'manual',
          object,
          record,
          change: null,
          actor: ctx.actor.userId,
          roles: ctx.actor.roles,
          depth: 0,
          old: null,
          results,
        },
      ],
      ctx.now,
    ),
  );
  return run!;
}

/** Workflows whose button stands on this record now, for this person. */
export async function offeredWorkflows(
  ctx: AccessContext,
  object: string,
  record: string,
): Promise<WorkflowDocument[]> {
  await getRecord(ctx, object, record, { fields: ['id'] });
  const offered: WorkflowDocument[] = [];
  for (const workflow of ctx.catalog.workflows.values()) {
    if (buttonObject(workflow) === object && (await isOffered(ctx, workflow, object, record))) offered.push(workflow);
  }
  return offered;
}

function requireWorkflow(catalog: Catalog, name: string): WorkflowDocument {
  const found = catalog.workflows.get(name);
  if (found !== undefined) return found;
  throw new StrataError('unknown_workflow', { name, suggestion: didYouMean(name, catalog.workflows.keys()) });
}

/** The object whose records show its button; null when it has none. */
function buttonObject({ active, trigger }: WorkflowDocument): string | null {
  const { object } = trigger.settings;
  return active && trigger.type === 'manual' && typeof object === 'string' ? object : null;
}

async function isOffered(
  ctx: AccessContext,
  { trigger }: WorkflowDocument,
  object: string,
  record: string,
): Promise<boolean> {
  return (await recordsWhere(ctx, object, offeredWhen(trigger), [record])).has(record);
}

/** The filled-in form as names for steps; each answer is checked against its question. */
function answers(
  ctx: AccessContext,
  { trigger }: WorkflowDocument,
  input: { [name: string]: JsonValue },
): { [name: string]: JsonValue } {
  const { results, issues } = readAnswers(ctx, trigger.settings['form'], input, 'input', 'input');
  if (issues.length > 0) throw new StrataError('invalid_input', {}, issues);
  return results;
}
