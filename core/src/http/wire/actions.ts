import { ACTION_PLACES } from '@stratacrm/sdk';
import { z } from 'zod';
import { json, label } from './values.ts';

export const offeredAction = z
  .strictObject({
    name: z.string(),
    label,
    description: label.nullable(),
    icon: z.string().nullable(),
    object: z.string().nullable().meta({ description: 'null: it is about no record.' }),
    places: z.array(z.enum(ACTION_PLACES)),
    conditional: z.boolean().meta({ description: 'It stands on some records only; which is asked for each.' }),
    form: z.array(
      z.strictObject({
        field: json.meta({ description: 'A question as a field, with the settings of its type.' }),
        prefill: z.string().nullable().meta({ description: 'CEL over `record` of the value it begins with.' }),
      }),
    ),
    confirm: label
      .nullable()
      .meta({ description: 'What is asked before it begins; `{n}` stands for how many records.' }),
    done: label.nullable().meta({ description: 'What is said afterwards; `{n}` stands for how many records.' }),
    danger: z.boolean(),
    screen: z.string().nullable().meta({ description: 'The screen of a plugin that is opened instead of a form.' }),
  })
  .meta({ id: 'OfferedAction' });

export const actionAnswer = z
  .strictObject({
    done: z.int().meta({ description: 'Records for which it is done; 1 where it is about none.' }),
    errors: z.array(z.strictObject({ record: z.string(), code: z.string(), message: z.string() })),
    message: z.union([label, z.string()]).nullable(),
    open: z
      .union([z.strictObject({ object: z.string(), record: z.string() }), z.strictObject({ url: z.string() })])
      .nullable()
      .meta({ description: 'Where the person is led.' }),
  })
  .meta({ id: 'ActionAnswer' });
