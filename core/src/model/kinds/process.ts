import type { ProcessDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Path, Reference } from './kind.ts';
import { fieldReferences, valueReference } from './reference.ts';
import { base, expression, keyed, label, name, text } from './shape.ts';

const stage = z.strictObject({
  id: text(100),
  category: z.enum(['open', 'won', 'lost']),
  probability: z.number().min(0).max(100).optional(),
  target_days: z.number().min(0).optional(),
});

const transition = z.strictObject({
  id: text(100),
  from: text(100),
  to: text(100),
  requires: z.array(name).max(50).optional(),
  guard: expression.optional(),
  message: label.optional(),
});

const schema = z.strictObject({
  ...base('process'),
  object: name,
  field: name,
  stages: keyed(stage, 'id', 100),
  transitions: keyed(transition, 'id', 500).optional(),
});

export const processKind: Kind<'process'> = {
  kind: 'process',
  schema: () => schema,
  object: (document) => document.object,
  references(document) {
    const { object, field } = document;
    return [
      valueReference(document, ['object'], { kind: 'object', name: object }),
      valueReference(document, ['field'], { kind: 'field', object, path: field, needs: 'options' }),
      ...document.stages.map((stage, index) => optionReference(document, ['stages', index, 'id'], stage.id)),
      ...(document.transitions ?? []).flatMap((transition, index) => [
        ...optionReferences(document, ['transitions', index, 'from'], transition.from),
        ...optionReferences(document, ['transitions', index, 'to'], transition.to),
        ...fieldReferences(document, ['transitions', index, 'requires'], transition.requires, object),
      ]),
    ];
  },
  expressions: ({ object, transitions = [] }) =>
    transitions.flatMap(({ guard }, index) =>
      guard === undefined
        ? []
        : [
            {
              path: ['transitions', index, 'guard'],
              source: guard,
              object,
              form: 'record' as const,
              expect: { type: 'bool' as const },
            },
          ],
    ),
  prune(document, isGone) {
    const stays = (path: string): boolean => !isGone({ kind: 'field', object: document.object, path });
    if (document.transitions === undefined) return document;
    const transitions = document.transitions.map((transition) =>
      transition.requires === undefined ? transition : { ...transition, requires: transition.requires.filter(stays) },
    );
    return { ...document, transitions };
  },
};

function optionReferences(document: ProcessDocument, path: Path, value: string): Reference[] {
  return value === '*' ? [] : [optionReference(document, path, value)];
}

function optionReference(document: ProcessDocument, path: Path, value: string): Reference {
  return valueReference(document, path, { kind: 'option', object: document.object, field: document.field, value });
}
