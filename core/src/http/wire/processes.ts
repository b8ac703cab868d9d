import { z } from 'zod';
import { id, label, timestamp } from './values.ts';

const problem = z.strictObject({ path: z.string(), code: z.string(), message: z.string() });

export const openTransitions = z
  .strictObject({
    field: z.string().nullable(),
    stage: z.string().nullable(),
    pending: z
      .strictObject({ to: z.string(), requested_at: timestamp, by: id.nullable(), run: id.nullable() })
      .nullable()
      .meta({ description: 'A move that awaits its approval.' }),
    transitions: z.array(
      z.strictObject({
        to: z.string(),
        label: label.nullable(),
        fill: z.array(z.string()).meta({ description: 'Fields to be filled in along with the move.' }),
        approval: z.boolean().meta({ description: 'Asked for, and made once somebody has approved.' }),
        yours: z.boolean().meta({ description: 'Whether you are one of those who make it.' }),
        problems: z.array(problem).meta({ description: 'What else is in the way.' }),
      }),
    ),
  })
  .meta({ id: 'OpenTransitions' });

export const triedProcess = z
  .strictObject({
    user: z.strictObject({ id: z.string(), name: z.string(), active: z.boolean() }),
    open: openTransitions.nullable().meta({ description: 'null: he may not see the record.' }),
  })
  .meta({ id: 'TriedProcess' });
