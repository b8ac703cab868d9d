import { z } from 'zod';
import type { ExpressionUse, Kind } from './kind.ts';
import { valueReference } from './reference.ts';
import { base, expression, keyed, label, name, text } from './shape.ts';

const schema = z.strictObject({
  ...base('object'),
  label_plural: label,
  icon: text(100).optional(),
  name_field: name,
  record_type_field: name.optional(),
  nav_order: z.number().optional(),
  unique: keyed(
    z.strictObject({ name, fields: z.array(name).min(1).max(16), where: expression.optional() }),
    'name',
    50,
  ).optional(),
  partition_by: name.optional(),
  timeline: z.strictObject({ at: name, title: name, type: name.optional(), body: name.optional() }).optional(),
});

export const objectKind: Kind<'object'> = {
  kind: 'object',
  schema: () => schema,
  object: (document) => document.name,
  references(document) {
    const field = (path: string[], name: string | undefined) =>
      name === undefined ? [] : [valueReference(document, path, { kind: 'field', object: document.name, path: name })];
    return [
      ...field(['name_field'], document.name_field),
      ...field(['record_type_field'], document.record_type_field),
      ...(document.partition_by === undefined
        ? []
        : [
            valueReference(document, ['partition_by'], {
              kind: 'field',
              object: document.name,
              path: document.partition_by,
              needs: 'bucketable',
            }),
          ]),
      ...(document.unique ?? []).flatMap(({ fields }, index) =>
        fields.map((path, at) =>
          valueReference(document, ['unique', index, 'fields', at], {
            kind: 'field',
            object: document.name,
            path,
            needs: 'sortable',
          }),
        ),
      ),
      ...Object.entries(document.timeline ?? {}).flatMap(([key, value]) => field(['timeline', key], value)),
    ];
  },
  expressions: (document) =>
    (document.unique ?? []).flatMap(({ where }, index): ExpressionUse[] =>
      where === undefined
        ? []
        : [
            {
              path: ['unique', index, 'where'],
              source: where,
              object: document.name,
              form: 'record',
              sql: true,
              expect: { type: 'bool' },
            },
          ],
    ),
};
