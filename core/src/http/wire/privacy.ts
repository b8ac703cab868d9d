import { z } from 'zod';
import { id, name } from './values.ts';

export const personalRecord = z.strictObject({ object: name, id }).meta({ id: 'PersonalRecord' });

export const foundPerson = z
  .strictObject({
    object: z.string(),
    id,
    name: z.string(),
    deleted: z.boolean().meta({ description: 'It is in the recycle bin.' }),
    matched: z.array(z.string()).meta({ description: 'Names of the fields that matched.' }),
  })
  .meta({ id: 'FoundPerson' });

export const anonymisedCounts = z
  .strictObject({
    records: z.array(z.strictObject({ object: z.string(), count: z.int() })),
    fields: z.array(z.strictObject({ object: z.string(), field: z.string(), count: z.int() })),
    history: z.int().meta({ description: 'Entries of the change log out of which values are taken.' }),
    files: z.int(),
    import_rows: z.int(),
    answers: z.int().meta({ description: 'Remembered answers to requests.' }),
    kept_values: z.int().meta({ description: 'Values kept of fields that were of another type.' }),
  })
  .meta({ id: 'AnonymisedCounts', description: 'What is touched; no values.' });
