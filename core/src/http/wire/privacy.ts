import { z } from 'zod';
import { id, label, name } from './values.ts';

export const personalRecord = z.strictObject({ object: name, id }).meta({ id: 'PersonalRecord' });

const roleNames = z.array(z.strictObject({ name: z.string(), label }));

export const sensitiveField = z
  .strictObject({
    object: z.string(),
    object_label: label,
    field: z.string(),
    label,
    sensitivity: z.string().meta({ description: 'personal or secret.' }),
    stated: z.boolean().meta({ description: 'Said of the field itself; false: suggested by its type.' }),
    records: z.int().meta({ description: 'Living records of the object.' }),
    filled: z.int().nullable().meta({ description: 'How many have a value in it; null for what is computed.' }),
    read_by: roleNames.meta({ description: 'The roles that show it.' }),
    masked_for: roleNames.meta({ description: 'The roles that mask it.' }),
    plugins: roleNames.meta({ description: 'The plugins that were granted it, by their ids.' }),
  })
  .meta({ id: 'SensitiveField' });

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
    messages: z.int().meta({
      description: 'Notices, tasks, mails, calls and notes of plugins that said something of the person.',
    }),
  })
  .meta({ id: 'AnonymisedCounts', description: 'What is touched; no values.' });
