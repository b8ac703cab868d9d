import { SCREEN_MOUNTS, type ScreenDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Target } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, name, text } from './shape.ts';

const schema = z.strictObject({
  ...base('screen'),
  mount: z.enum(SCREEN_MOUNTS),
  objects: z.array(name).min(1).max(50).optional(),
  types: z.array(text(60)).min(1).max(50).optional(),
  height: z.int().min(24).max(2_000).optional(),
  roles: z.array(name).min(1).max(50).optional(),
});

export const screenKind: Kind<'screen'> = {
  kind: 'screen',
  packaged: true,
  schema: () => schema,
  object: () => null,
  references: (document) => [
    ...(document.objects ?? []).map((object, index) =>
      valueReference(document, ['objects', index], { kind: 'object', name: object }, true),
    ),
    ...(document.roles ?? []).map((role, index) =>
      valueReference(document, ['roles', index], { kind: 'role', name: role }),
    ),
  ],
  expressions: () => [],
  prune: pruneScreen,
};

function pruneScreen(document: ScreenDocument, isGone: (target: Target) => boolean): ScreenDocument {
  const { objects } = document;
  return objects === undefined
    ? document
    : { ...document, objects: objects.filter((object) => !isGone({ kind: 'object', name: object })) };
}
