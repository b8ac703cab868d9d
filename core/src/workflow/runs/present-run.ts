import {
  describeError,
  type ErrorCode,
  type ErrorParameters,
  type Label,
  type Locale,
  type RecordRun,
  type RunProblem,
  type WorkflowRun,
  type WorkflowRunDetail,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Definitions } from '../definitions.ts';
import type { RunError } from '../run.ts';
import { requireRun } from './change-run.ts';
import { runSteps, standingTokens, type RunSummary } from './list-runs.ts';

/** A run as the API shows it. */
export function presentRun(catalog: Catalog, locale: Locale, run: RunSummary): WorkflowRun {
  return {
    id: run.id,
    workflow: run.workflow,
    label: labelOf(catalog, run),
    status: run.status,
    trigger: run.trigger,
    object: run.object,
    record: run.record_id,
    actor: run.actor,
    depth: run.depth,
    parent_run: run.parent_run,
    problem: presentProblem(locale, run.error),
    records_changed: run.records_changed,
    started_at: new Date(run.started_at).toISOString(),
    ended_at: run.ended_at === null ? null : new Date(run.ended_at).toISOString(),
  };
}

/** What anybody who reads the record may know of a run. */
export function presentForRecord(catalog: Catalog, run: RunSummary): RecordRun {
  const { id, status, started_at, ended_at } = presentRun(catalog, 'en', run);
  return { id, label: labelOf(catalog, run), status, started_at, ended_at };
}

export async function presentRunDetail(
  db: Queryable,
  catalog: Catalog,
  definitions: Definitions,
  locale: Locale,
  id: string,
): Promise<WorkflowRunDetail> {
  const run = await requireRun(db, id);
  const live = [...catalog.workflows.values()].find((workflow) => workflow.id === run.workflow_id);
  const steps = await runSteps(db, id);
  const document = await definitions.read(db, run.digest);
  return {
    ...presentRun(catalog, locale, run),
    steps: steps.map(({ token_id: _, error, ...step }) => ({
      ...step,
      problem: presentProblem(locale, error),
      started_at: new Date(step.started_at).toISOString(),
      ended_at: new Date(step.ended_at).toISOString(),
    })),
    standing: (await standingTokens(db, id)).map((token) => ({
      ...token,
      waits_until: token.waits_until === null ? null : new Date(token.waits_until).toISOString(),
    })),
    outdated: live === undefined || JSON.stringify(live.steps) !== JSON.stringify(document.steps),
    document,
  };
}

function labelOf(catalog: Catalog, { workflow_id: id, workflow: name }: RunSummary): Label {
  const found = [...catalog.workflows.values()].find((workflow) => workflow.id === id);
  return found?.label ?? { en: name, zh: name };
}

/** What went wrong, in the reader's language. */
export function presentProblem(locale: Locale, error: RunError | null): RunProblem | null {
  if (error === null) return null;
  return {
    code: error.code,
    message: describeError(locale, error.code as ErrorCode, error.params as ErrorParameters),
    errors: error.issues.map(({ path, code, params }) => ({
      path,
      code: code as ErrorCode,
      message: describeError(locale, code as ErrorCode, params as ErrorParameters),
    })),
  };
}
