import { z } from 'zod';
import type { Kind } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, keyed, label, name, text } from './shape.ts';

const common = { ...base('plugin_part'), icon: text(50).optional() };

/** Looked at where they are used: by the linter of workflows. */
const settings = keyed(z.looseObject({ name, type: text(50), label }), 'name', 50);
const outcomes = keyed(z.strictObject({ name, label }), 'name', 20);
const results = keyed(z.strictObject({ name, type: z.looseObject({ type: text(20) }) }), 'name', 50);

const schema = z.discriminatedUnion('part', [
  z.strictObject({ ...common, part: z.literal('action'), object: name.optional() }),
  z.strictObject({
    ...common,
    part: z.literal('step'),
    settings: settings.optional(),
    outcomes: outcomes.optional(),
    results: results.optional(),
  }),
  z.strictObject({ ...common, part: z.literal('trigger'), object: name.optional(), results: results.optional() }),
]);

export const pluginPartKind: Kind<'plugin_part'> = {
  kind: 'plugin_part',
  packaged: true,
  schema: () => schema,
  object: () => null,
  references: (document) =>
    document.object === undefined
      ? []
      : [valueReference(document, ['object'], { kind: 'object', name: document.object })],
  expressions: () => [],
};
