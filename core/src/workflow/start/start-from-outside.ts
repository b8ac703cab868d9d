import type { JsonValue, WorkflowDocument } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';
import type { Definitions } from '../definitions.ts';
import { insertRuns } from './insert-runs.ts';

/** What comes from outside and begins a workflow. */
export interface OutsideStart {
  workflow: WorkflowDocument;
  record: { object: string; id: string } | null;
  /** Names that the trigger gives. */
  results: { [name: string]: JsonValue };
  /** Tells what comes twice; null: each time is its own. */
  occasion: string | null;
}

/** Begins the run; null when the same has come before. */
export async function startFromOutside(
  tx: Transaction,
  definitions: Definitions,
  { workflow, record, results, occasion }: OutsideStart,
): Promise<string | null> {
  if (occasion !== null) {
    const { rowCount } = await tx.query(
      `insert into core.workflow_occasion (workflow_id, occasion, at) values ($1, $2, now()) on conflict do nothing`,
      [workflow.id, occasion],
    );
    if (rowCount === 0) return null;
  }
  const [run] = await insertRuns(
    tx,
    definitions,
    [
      {
        workflow,
        trigger: workflow.trigger.type,
        object: record?.object ?? null,
        record: record?.id ?? null,
        change: null,
        actor: null,
        roles: null,
        depth: 0,
        old: null,
        results,
      },
    ],
    new Date(),
  );
  return run!;
}
