import { FIELD_PERMISSIONS } from '@stratacrm/sdk';
import { z } from 'zod';
import { recordShare } from './shares.ts';
import { id, json, label } from './values.ts';

const person = z.strictObject({ id, name: z.string() });

const condition = z
  .strictObject({
    source: z.string(),
    holds: z
      .union([z.boolean(), z.literal('hidden')])
      .nullable()
      .meta({ description: 'null: neither, for something is missing; hidden: it reads what the asker may not see.' }),
    join: z.enum(['and', 'or', 'not']).optional(),
    get parts() {
      return z.array(condition).optional();
    },
    values: z.array(z.strictObject({ name: z.string(), value: json, text: z.string().optional() })).optional(),
  })
  .meta({ id: 'ExplainedCondition', description: 'A row rule, or a part of it, on the record in question.' });

const grant = z.strictObject({
  role: z.string(),
  label: label.optional(),
  object: z.boolean(),
  row: z.enum(['all', 'matches', 'does_not_match', 'none']),
  field: z.enum(FIELD_PERMISSIONS).optional(),
  rule: z.string().optional(),
  condition: condition.optional(),
});

const remedy = z.union([
  z.strictObject({ kind: z.literal('role'), role: z.string(), label }),
  z.strictObject({ kind: z.enum(['share', 'administrator']), by: z.array(person) }),
]);

export const explanation = z
  .strictObject({
    user: z.strictObject({ id: z.string(), name: z.string(), active: z.boolean() }),
    allowed: z.boolean(),
    grants: z.array(grant),
    shares: z.array(recordShare),
    owner: person.nullable(),
    left_out_by_key: z.array(z.string()),
    missing: z.string().nullable(),
    missing_at: z.enum(['object', 'record', 'field']).nullable(),
    remedies: z.array(remedy),
  })
  .meta({ id: 'Explanation' });

export const recordReader = z
  .strictObject({
    id,
    name: z.string(),
    roles: z.array(z.strictObject({ role: z.string(), label })),
    shares: z.array(id).meta({ description: 'Ids of the shares that reach him.' }),
    edit: z.boolean(),
  })
  .meta({ id: 'RecordReader' });
