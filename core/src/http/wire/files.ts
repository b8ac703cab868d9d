import { z } from 'zod';
import { id } from './values.ts';

export const fileValue = z
  .strictObject({
    id,
    name: z.string(),
    size: z.int().meta({ description: 'In bytes.' }),
    type: z.string().meta({ description: 'Media type, as the content tells it.' }),
  })
  .meta({ id: 'File', description: 'An uploaded file, as a field of a record holds it.' });
