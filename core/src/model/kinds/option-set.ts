import { z } from 'zod';
import type { Kind } from './kind.ts';
import { base, options } from './shape.ts';

const schema = z.strictObject({ ...base('option_set'), options });

export const optionSetKind: Kind<'option_set'> = {
  kind: 'option_set',
  schema: () => schema,
  object: () => null,
  references: () => [],
  expressions: () => [],
};
