import {
  formFields,
  type FormField,
  type JsonValue,
  type WorkflowDocument,
  type WorkflowTrigger,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { Definitions } from '../definitions.ts';
import { insertRuns } from './insert-runs.ts';

/** Kinds of triggers that wait for nothing but to be begun with a record. */
const BEGUN_BY_HAND: ReadonlySet<string> = new Set(['manual', 'called']);

/** The object of whose records a workflow can be begun by hand; null when something else begins it. */
export function begunFor({ trigger }: Pick<WorkflowDocument, 'trigger'>): string | null {
  const { object } = trigger.settings;
  return BEGUN_BY_HAND.has(trigger.type) && typeof object === 'string' ? object : null;
}

/** What it asks whoever begins it. */
export function askedBy({ trigger }: Pick<WorkflowDocument, 'trigger'>): FormField[] {
  return formFields(trigger.settings['form']);
}

/** The condition under which its own button is shown. */
export function conditionOf({ settings: { when } }: WorkflowTrigger): string | undefined {
  return typeof when === 'string' && when !== '' ? when : undefined;
}

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
