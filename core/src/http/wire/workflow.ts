import { z } from 'zod';
import { id, json, label, timestamp } from './values.ts';

export const runStatus = z.enum(['running', 'waiting', 'done', 'failed', 'cancelled']);

export const runProblem = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'RunProblem', description: 'Why a run or a step failed, and what to do about it.' });

const run = {
  id,
  workflow: z.string(),
  label,
  status: runStatus,
  trigger: z.string(),
  object: z.string().nullable(),
  record: id.nullable(),
  actor: id.nullable(),
  depth: z.int(),
  parent_run: id.nullable(),
  problem: runProblem.nullable(),
  records_changed: z.int(),
  started_at: timestamp,
  ended_at: timestamp.nullable(),
};

export const workflowRun = z.strictObject(run).meta({ id: 'WorkflowRun' });

const runStep = z
  .strictObject({
    id,
    step: z.string(),
    type: z.string(),
    status: z.enum(['done', 'waiting', 'failed']),
    outcome: z.string().nullable(),
    input: json,
    output: json,
    problem: runProblem.nullable(),
    records_changed: z.int(),
    started_at: timestamp,
    ended_at: timestamp,
  })
  .meta({ id: 'WorkflowRunStep' });

export const workflowRunDetail = z
  .strictObject({
    ...run,
    steps: z.array(runStep),
    standing: z.array(
      z.strictObject({ id, step: z.string().nullable(), status: z.string(), waits_until: timestamp.nullable() }),
    ),
    outdated: z.boolean(),
    document: json.meta({ description: 'The workflow as it was when the run began.' }),
  })
  .meta({ id: 'WorkflowRunDetail' });

export const workflowMetric = z
  .strictObject({
    workflow: z.string(),
    runs: z.int(),
    failed: z.int(),
    waiting: z.int(),
    records_changed: z.int(),
    median_seconds: z.number().nullable(),
    p95_seconds: z.number().nullable(),
    last_started_at: timestamp.nullable(),
  })
  .meta({ id: 'WorkflowMetric' });

export const recordRun = z
  .strictObject({ id, label, status: runStatus, started_at: timestamp, ended_at: timestamp.nullable() })
  .meta({ id: 'RecordRun' });

export const offeredWorkflow = z
  .strictObject({
    name: z.string(),
    label,
    form: z.array(z.strictObject({ name: z.string(), type: z.string(), label, required: z.boolean().optional() })),
  })
  .meta({ id: 'OfferedWorkflow' });

export const workflowVersion = z
  .strictObject({ version: z.int(), release: z.int(), at: timestamp, message: z.string(), document: json })
  .meta({ id: 'WorkflowVersion' });

export const workflowDay = z
  .strictObject({ day: z.string(), runs: z.int(), failed: z.int(), records_changed: z.int() })
  .meta({ id: 'WorkflowDay' });

export const runsChanged = z
  .strictObject({
    changed: z.int(),
    errors: z.array(z.strictObject({ id, code: z.string(), message: z.string() })),
  })
  .meta({ id: 'RunsChanged' });
