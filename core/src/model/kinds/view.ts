import { DATE_BUCKETS, VIEW_KINDS, type ViewDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind, Path, Reference, Target } from './kind.ts';
import { sortReferences, valueReference } from './reference.ts';
import { base, expression, fieldPath, keyed, name, sort } from './shape.ts';

const schema = z
  .strictObject({
    ...base('view'),
    object: name,
    type: z.enum(VIEW_KINDS),
    columns: keyed(
      z.strictObject({ name: fieldPath, width: z.int().min(20).max(2_000).optional(), pinned: z.boolean().optional() }),
      'name',
      100,
    ),
    filter: expression.optional(),
    sort: sort.optional(),
    group_by: fieldPath.optional(),
    group_bucket: z.enum(DATE_BUCKETS).optional(),
    totals: z
      .array(z.strictObject({ field: fieldPath, function: z.enum(['sum', 'avg', 'min', 'max']) }))
      .max(20)
      .optional(),
    board: z.strictObject({ field: name, sum: name.optional() }).optional(),
    calendar: z.strictObject({ field: name }).optional(),
    declared: z.strictObject({ view_type: name, parts: z.record(name, fieldPath) }).optional(),
    order: z.number().optional(),
  })
  .refine(({ type, declared }) => type !== 'declared' || declared !== undefined, {
    path: ['declared'],
    params: { code: 'required', label: 'declared' },
  });

export const viewKind: Kind<'view'> = {
  kind: 'view',
  schema: () => schema,
  object: (document) => document.object,
  references(document) {
    const { object } = document;
    const field = (path: Path, name: string | undefined, optional: boolean): Reference[] =>
      name === undefined ? [] : [valueReference(document, path, { kind: 'field', object, path: name }, optional)];
    const needing = (
      path: Path,
      name: string | undefined,
      needs: 'groupable' | 'options' | 'bucketable',
    ): Reference[] =>
      name === undefined ? [] : [valueReference(document, path, { kind: 'field', object, path: name, needs })];
    return [
      valueReference(document, ['object'], { kind: 'object', name: object }),
      ...document.columns.flatMap((column, index) => field(['columns', index, 'name'], column.name, true)),
      ...sortReferences(document, ['sort'], document.sort, object),
      ...needing(['group_by'], document.group_by, 'groupable'),
      ...(document.group_bucket === undefined ? [] : needing(['group_by'], document.group_by, 'bucketable')),
      ...(document.totals ?? []).flatMap((total, index) => field(['totals', index, 'field'], total.field, true)),
      ...needing(['board', 'field'], document.board?.field, 'options'),
      ...field(['board', 'sum'], document.board?.sum, false),
      ...needing(['calendar', 'field'], document.calendar?.field, 'bucketable'),
      ...declaredReferences(document),
    ];
  },
  expressions: ({ filter, object }) =>
    filter === undefined
      ? []
      : [{ path: ['filter'], source: filter, object, form: 'filter', expect: { type: 'bool' } }],
  prune(document, isGone) {
    const stays = (path: string): boolean => !isGone({ kind: 'field', object: document.object, path } satisfies Target);
    const { declared } = document;
    const drawn = declared === undefined || isGone(viewTypeOf(document, declared)) ? asTable(document) : document;
    return {
      ...drawn,
      ...(drawn.declared && { declared: { ...drawn.declared, parts: kept(drawn.declared.parts, stays) } }),
      columns: document.columns.filter((column) => stays(column.name)),
      ...(document.totals && { totals: document.totals.filter((total) => stays(total.field)) }),
    };
  },
};

type Declared = NonNullable<ViewDocument['declared']>;

function viewTypeOf({ object }: ViewDocument, { view_type: name, parts }: Declared): Target & { kind: 'view_type' } {
  return { kind: 'view_type', name, object, parts };
}

function declaredReferences(document: ViewDocument): Reference[] {
  const { declared, object } = document;
  if (declared === undefined) return [];
  return [
    valueReference(document, ['declared', 'view_type'], viewTypeOf(document, declared), true),
    ...Object.entries(declared.parts).map(([part, path]) =>
      valueReference(document, ['declared', 'parts', part], { kind: 'field', object, path }, true),
    ),
  ];
}

/** What nobody draws any more is still a list. */
function asTable(document: ViewDocument): ViewDocument {
  const { declared: _declared, ...rest } = document;
  return document.type === 'declared' ? { ...rest, type: 'table' } : rest;
}

function kept(parts: Declared['parts'], stays: (path: string) => boolean): Declared['parts'] {
  return Object.fromEntries(Object.entries(parts).filter(([, path]) => stays(path)));
}
