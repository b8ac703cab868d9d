import { CONNECTOR_RUN_STATES } from '@stratacrm/sdk';
import { z } from 'zod';
import { json, label, timestamp } from './values.ts';

export const connectorRun = z
  .strictObject({
    id: z.string(),
    direction: z.enum(['pull', 'push']),
    status: z.enum(CONNECTOR_RUN_STATES),
    actor: z.string().nullable().meta({ description: 'Who asked for it; null: it began by itself.' }),
    attempt: z.int().meta({ description: 'Tries since something last went well.' }),
    read: z.int(),
    created: z.int(),
    updated: z.int(),
    deleted: z.int(),
    unchanged: z.int(),
    kept: z.int().meta({ description: 'Rows of records that wait to be told: ours stays.' }),
    failed: z.int(),
    error: z.string().nullable(),
    errors: z
      .array(
        z.strictObject({
          key: json.meta({ description: 'What the row is known by outside.' }),
          record: z.string().nullable(),
          field: z.string().nullable(),
          message: z.string(),
        }),
      )
      .meta({ description: 'The first rows that could not be taken or told.' }),
    started_at: timestamp,
    ended_at: timestamp.nullable(),
    again_at: timestamp.nullable().meta({ description: 'When it is tried again.' }),
  })
  .meta({ id: 'ConnectorRun' });

export const connectorInfo = z
  .strictObject({
    name: z.string(),
    label,
    description: label.nullable(),
    icon: z.string().nullable(),
    object: z.string(),
    object_label: label,
    pulls: z.boolean().meta({ description: 'Its code can read what is outside.' }),
    pushes: z.boolean().meta({ description: 'Its code can be told of changes.' }),
    pull: z.boolean().meta({ description: 'It reads by itself at its times.' }),
    push: z.boolean().meta({ description: 'It is told of changes.' }),
    tells_deletions: z.boolean().meta({ description: 'Its code also tells what is gone outside.' }),
    deletes: z.boolean().meta({ description: 'What is gone outside goes here, into the recycle bin.' }),
    schedule: z.string().nullable().meta({ description: "A CRON line, in the workspace's time zone." }),
    standard_schedule: z.string().nullable().meta({ description: 'As its author says.' }),
    next_run: timestamp.nullable(),
    key: z.string().meta({ description: 'The outside field by which a record is known on both sides.' }),
    fields: z.array(
      z.strictObject({
        name: z.string(),
        label,
        to: z.string().nullable().meta({ description: 'Path of the field it stands for; null: none.' }),
        standard: z.string().nullable(),
        changed: z.boolean(),
      }),
    ),
    problems: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    begun: z.boolean().meta({ description: 'The next run goes on from where one ended.' }),
    waiting: z.int().meta({ description: 'Records that wait to be told.' }),
    set_aside: z.int().meta({ description: 'Those of them that were refused again and again.' }),
    gathering: z.boolean().meta({ description: 'All records are being put among those that wait to be told.' }),
    last_pull: connectorRun.nullable(),
    last_push: connectorRun.nullable(),
  })
  .meta({ id: 'Connector' });

export const connectorChange = z.strictObject({
  pull: z.boolean().optional(),
  push: z.boolean().optional(),
  deletes: z.boolean().optional().meta({ description: 'Delete here, into the recycle bin, what is gone outside.' }),
  schedule: z.string().max(100).nullable().optional().meta({ description: 'A CRON line; null: as its author says.' }),
  mapping: z
    .record(z.string().max(63), z.string().max(120).nullable())
    .optional()
    .meta({ description: 'Outside field → path of ours (`amount`, `donor.email`), or null; others stay as they are.' }),
});
