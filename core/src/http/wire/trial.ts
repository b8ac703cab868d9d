import { z } from 'zod';
import { id, json, timestamp } from './values.ts';
import { runProblem } from './workflow.ts';

const trialStep = z
  .strictObject({
    workflow: z.string(),
    step: z.string(),
    type: z.string(),
    status: z.enum(['done', 'failed']),
    outcome: z.string().nullable(),
    input: json,
    output: json,
    problem: runProblem.nullable(),
    at: timestamp,
    until: timestamp.nullable().meta({ description: 'It would have waited until then.' }),
    assumed: z.boolean().meta({ description: 'Taken for granted: nobody was asked and nothing was sent.' }),
  })
  .meta({ id: 'TrialStep' });

const trialWrite = z
  .strictObject({
    step: z.string(),
    object: z.string(),
    id: id.nullable(),
    action: z.enum(['create', 'update', 'delete', 'restore']),
    changes: z.record(z.string(), z.tuple([json, json])),
  })
  .meta({ id: 'TrialWrite', description: 'A record as a trial would have written it.' });

const trialDelivery = z
  .strictObject({ step: z.string(), type: z.string(), kind: z.string(), payload: json })
  .meta({ id: 'TrialDelivery', description: 'Something a trial would have sent or called.' });

export const trialResult = z
  .strictObject({
    status: z.enum(['done', 'failed']),
    problem: runProblem.nullable(),
    failed_at: z.string().nullable(),
    triggered: z.boolean(),
    steps: z.array(trialStep),
    writes: z.array(trialWrite),
    deliveries: z.array(trialDelivery),
  })
  .meta({ id: 'TrialResult' });

export const trialBeginning = z
  .strictObject({ change: id, record: id, at: timestamp, actor: id.nullable(), action: z.string() })
  .meta({ id: 'TrialBeginning' });

const number = z.int();

const replayCounts = z
  .strictObject({
    triggered: number,
    done: number,
    failed: number,
    waits: number,
    records: number,
    created: number,
    updated: number,
    deleted: number,
    deliveries: z.record(z.string(), number),
    recipients: z.record(z.string(), number).nullable(),
    failures: z.array(z.strictObject({ problem: runProblem, step: z.string(), count: number })),
    fields: z.record(z.string(), number),
  })
  .meta({ id: 'ReplayCounts' });

const replayOutcome = z
  .strictObject({
    status: z.enum(['done', 'failed']),
    problem: runProblem.nullable(),
    failed_at: z.string().nullable(),
    writes: z.array(trialWrite),
    deliveries: z.array(trialDelivery).nullable(),
  })
  .meta({ id: 'ReplayOutcome' });

const replayEntry = z
  .strictObject({
    at: timestamp,
    object: z.string().nullable(),
    record: id.nullable(),
    actor: id.nullable(),
    tried: replayOutcome.nullable(),
    compared: replayOutcome.nullable(),
  })
  .meta({ id: 'ReplayEntry' });

const replayFacts = {
  id,
  workflow: z.string(),
  days: number,
  state: z.enum(['preparing', 'running', 'done', 'failed', 'cancelled']),
  total: number,
  done: number,
  per_second: z.number().nullable(),
  seconds_left: z.number().nullable(),
  problem: runProblem.nullable(),
  unable: number,
  tried: replayCounts,
  compared: replayCounts.nullable(),
  difference: z.strictObject({ same: number, different: number, only_tried: number, only_compared: number }).nullable(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
};

export const replay = z.strictObject(replayFacts).meta({ id: 'Replay' });

export const replayDetail = z
  .strictObject({
    ...replayFacts,
    document: json,
    sample: z.strictObject({
      changed: z.array(replayEntry),
      failed: z.array(replayEntry),
      different: z.array(replayEntry),
    }),
  })
  .meta({ id: 'ReplayDetail' });

export const workflowTestResult = z
  .strictObject({ test: z.string(), passed: z.boolean(), problems: z.array(z.string()) })
  .meta({ id: 'WorkflowTestResult' });
