import { z } from 'zod';
import { id, timestamp } from './values.ts';

const level = z.enum(['read', 'edit']);

export const recordShare = z
  .strictObject({
    id,
    with: z.strictObject({ kind: z.enum(['user', 'team']), id, name: z.string() }),
    level,
    reason: z.string(),
    expires_at: timestamp.nullable().meta({ description: 'null: until somebody ends it.' }),
    created_at: timestamp,
    created_by: z.strictObject({ id, name: z.string() }).nullable(),
  })
  .meta({ id: 'RecordShare', description: 'A record handed to a person or a team by hand.' });

const terms = {
  level,
  reason: z.string().max(500).optional(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
};

export const newShare = z
  .union([z.strictObject({ user: id, ...terms }), z.strictObject({ team: id, ...terms })])
  .meta({ id: 'NewShare', description: 'With a person, or with everybody of a team and who manages it.' });
