import { z } from 'zod';
import { json, label } from './values.ts';

export const enrichAnswer = z
  .strictObject({
    proposals: z.array(
      z.strictObject({
        enricher: z.string().meta({ description: 'Name of the source.' }),
        field: z.string(),
        value: json,
        current: json.meta({ description: 'What the record has now; null for an empty field.' }),
        source: label,
        url: z.string().nullable(),
        note: label.nullable(),
      }),
    ),
    problems: z.array(z.strictObject({ enricher: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'EnrichAnswer' });
