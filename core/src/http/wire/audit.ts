import { AUDIT_ACTIONS } from '@stratacrm/sdk';
import { z } from 'zod';
import { id, json, timestamp } from './values.ts';

export const auditAction = z.enum(AUDIT_ACTIONS);

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const auditEntry = z
  .strictObject({
    number: z.int().meta({ description: 'Counts from 1 without a gap.' }),
    at: timestamp,
    action: auditAction,
    actor: z.strictObject({ id: id.nullable(), name: z.string(), email: z.string() }),
    api_key: id.nullable(),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable(),
    subject: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string() }).nullable(),
    detail: z.record(z.string(), json),
    hash: hash.meta({ description: 'SHA-256 over the hash of the entry before and all of this one.' }),
  })
  .meta({ id: 'AuditEntry' });

export const auditCheck = z
  .strictObject({
    intact: z.boolean(),
    entries: z.int().meta({ description: 'How many are in order, from the first on.' }),
    head: hash.meta({ description: 'Hash of the last of them; note it elsewhere and it proves later what was.' }),
    broken: z.int().nullable().meta({ description: 'The first entry that was changed or is missing.' }),
  })
  .meta({ id: 'AuditCheck' });

export const notedHash = hash;
