import { errorCatalogue, type ErrorCode } from '@stratacrm/sdk';
import { z } from 'zod';
import { id, json, timestamp } from './values.ts';

const code = z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]).meta({ id: 'ErrorCode' });

const merge = z
  .strictObject({
    expected: z.int(),
    version: z.int(),
    changes: z.array(
      z.strictObject({
        field: z.string(),
        from: json,
        to: json,
        by: z.strictObject({ id, name: z.string() }).nullable(),
        at: timestamp,
      }),
    ),
  })
  .meta({ id: 'MergeOffer', description: 'With a stale `If-Match`: every field that others have changed since.' });

/** The body of every error answer (RFC 9457). */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code,
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), code, message: z.string() })),
    merge: merge.optional(),
  })
  .meta({ id: 'Problem', description: 'What is wrong, where, and what to do about it.' });
