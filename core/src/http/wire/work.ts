import { FORM_FIELD_TYPES } from '@stratacrm/sdk';
import { z } from 'zod';
import { historyEntry } from './records.ts';
import { id, label, timestamp } from './values.ts';

const person = z.strictObject({ id, name: z.string() }).meta({ id: 'PersonName' });

const commentRule = z.enum(['never', 'rejecting', 'always']).meta({ description: 'When a comment is needed.' });

const rights = z
  .strictObject({
    decide: z.boolean(),
    complete: z.boolean(),
    claim: z.boolean(),
    release: z.boolean(),
    hand_on: z.boolean(),
    take_back: z.boolean(),
    recall: z.boolean(),
    bulk: z.boolean(),
  })
  .meta({ id: 'WorkRights', description: 'What the reader may do with it.' });

const item = {
  id,
  kind: z.enum(['task', 'approval']),
  title: z.string(),
  workflow: label,
  record: z.strictObject({ object: z.string(), id, name: z.string().nullable() }).nullable(),
  requester: person.nullable(),
  level: z.int(),
  levels: z.int(),
  created_at: timestamp,
  due_at: timestamp.nullable(),
  ended_at: timestamp.nullable(),
  outcome: z.string().nullable(),
  claimed_by: person.nullable(),
  may: rights,
  comment: commentRule,
};

export const workItem = z.strictObject(item).meta({ id: 'WorkItem' });

const seat = z
  .strictObject({
    id,
    level: z.int(),
    asked: z.strictObject({ kind: z.enum(['user', 'team', 'role']), id: z.string(), name: z.string() }),
    also: z.array(person),
    open: z.boolean(),
    decision: z.enum(['approved', 'rejected', 'done']).nullable(),
    comment: z.string().nullable(),
    decided_by: person.nullable(),
    decided_at: timestamp.nullable(),
  })
  .meta({ id: 'WorkSeat' });

const event = z
  .strictObject({
    id,
    at: timestamp,
    actor: person.nullable(),
    kind: z.string(),
    comment: z.string(),
    to: z.array(person),
  })
  .meta({ id: 'WorkEvent' });

const question = z.strictObject({
  name: z.string(),
  type: z.enum(FORM_FIELD_TYPES as [string, ...string[]]),
  label,
  required: z.boolean().optional(),
});

export const workDetail = z
  .strictObject({
    ...item,
    instructions: z.string(),
    mode: z.enum(['one', 'all', 'majority', 'chain']),
    form: z.array(question),
    fields: z.array(z.string()),
    seats: z.array(seat),
    events: z.array(event),
    change: historyEntry.nullable(),
    run: id.nullable(),
  })
  .meta({ id: 'WorkDetail' });

export const workCount = z.strictObject({ mine: z.int(), teams: z.int(), overdue: z.int() }).meta({ id: 'WorkCount' });

export const bulkDecision = z
  .strictObject({
    decided: z.int(),
    errors: z.array(z.strictObject({ id, code: z.string(), message: z.string() })),
  })
  .meta({ id: 'BulkDecision' });

export const decisionPage = z
  .strictObject({
    title: z.string(),
    instructions: z.string(),
    workflow: label,
    approver: z.string(),
    requester: z.string().nullable(),
    record: z
      .strictObject({ label, name: z.string(), fields: z.array(z.strictObject({ label, text: z.string() })) })
      .nullable(),
    comment: commentRule,
    expires_at: timestamp,
  })
  .meta({ id: 'DecisionPage' });

export const workProfile = z
  .strictObject({
    skills: z.array(z.string()),
    away_from: timestamp.nullable(),
    away_until: timestamp.nullable(),
    stand_in: person.nullable(),
  })
  .meta({ id: 'WorkProfile' });

const moment = z.iso.datetime({ offset: true });

export const ownProfileInput = z.strictObject({
  away_from: moment.nullable().optional(),
  away_until: moment.nullable().optional(),
  stand_in: id.nullable().optional(),
});

export const workProfileInput = ownProfileInput
  .extend({ skills: z.array(z.string().trim().min(1).max(100)).max(50).optional() })
  .meta({ id: 'WorkProfileInput' });
