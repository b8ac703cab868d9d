import { z } from 'zod';
import type { Kind } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, name, text } from './shape.ts';

const schema = z.strictObject({
  ...base('page'),
  icon: text(60).optional(),
  screen: name,
  roles: z.array(name).min(1).max(50).optional(),
  home_for: z.array(name).min(1).max(50).optional(),
  order: z.number().optional(),
});

/** A page whose screen has been archived waits, unseen, for its return. */
export const pageKind: Kind<'page'> = {
  kind: 'page',
  schema: () => schema,
  object: () => null,
  references: (document) => [
    valueReference(document, ['screen'], { kind: 'screen', name: document.screen, mount: 'page' }, true),
    ...(['roles', 'home_for'] as const).flatMap((list) =>
      (document[list] ?? []).map((role, index) =>
        valueReference(document, [list, index], { kind: 'role', name: role }),
      ),
    ),
  ],
  expressions: () => [],
  standsOn: (document) => ({ kind: 'screen', name: document.screen, mount: 'page' }),
};
