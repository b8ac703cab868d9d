import { errorCatalogue, type ErrorCode } from '@stratacrm/sdk';
import { z } from 'zod';

const code = z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]).meta({ id: 'ErrorCode' });

/** The body of every error answer (RFC 9457). */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code,
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), code, message: z.string() })),
  })
  .meta({ id: 'Problem', description: 'What is wrong, where, and what to do about it.' });
