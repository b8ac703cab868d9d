import type { LayoutDocument, RelatedList } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ExpressionUse, Kind, Path, Reference, Target } from './kind.ts';
import { fieldReferences, sortReferences, valueReference } from './reference.ts';
import { base, expression, fieldPath, keyed, label, name, sort, text } from './shape.ts';

const key = text(100);

const item = z.strictObject({
  id: key,
  field: name,
  span: z.int().min(1).max(3).optional(),
  read_only: z.boolean().optional(),
  visible: expression.optional(),
});

const section = z.strictObject({
  id: key,
  label,
  tab: key.optional(),
  columns: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  items: keyed(item, 'id'),
  screen: name.optional(),
  visible: expression.optional(),
});

const related = z.strictObject({
  id: key,
  object: name,
  via: name,
  fields: z.array(fieldPath).max(50),
  label: label.optional(),
  sort: sort.optional(),
  tab: key.optional(),
});

const schema = z.strictObject({
  ...base('layout'),
  object: name,
  record_type: text(100).optional(),
  head: z.array(fieldPath).max(20),
  tabs: keyed(z.strictObject({ id: key, label }), 'id', 30).optional(),
  sections: keyed(section, 'id', 100),
  related: keyed(related, 'id', 50),
  create: z.array(name).max(500),
});

export const layoutKind: Kind<'layout'> = {
  kind: 'layout',
  schema: () => schema,
  object: (document) => document.object,
  references: (document) => [
    valueReference(document, ['object'], { kind: 'object', name: document.object }),
    ...fieldReferences(document, ['head'], document.head, document.object),
    ...itemReferences(document),
    ...screenReferences(document),
    ...document.related.flatMap((list, index) => relatedReferences(document, list, ['related', index])),
    ...fieldReferences(document, ['create'], document.create, document.object),
  ],
  expressions: (document) =>
    document.sections.flatMap((section, index) => sectionExpressions(document, section, index)),
  prune: pruneLayout,
};

function itemReferences(document: LayoutDocument): Reference[] {
  return document.sections.flatMap((section, at) =>
    section.items.map((item, index) =>
      valueReference(
        document,
        ['sections', at, 'items', index, 'field'],
        { kind: 'field', object: document.object, path: item.field },
        true,
      ),
    ),
  );
}

function screenReferences(document: LayoutDocument): Reference[] {
  return document.sections.flatMap(({ screen }, at) =>
    screen === undefined
      ? []
      : [valueReference(document, ['sections', at, 'screen'], panelOf(screen, document.object), true)],
  );
}

function panelOf(screen: string, object: string): Target {
  return { kind: 'screen', name: screen, mount: 'record_panel', object };
}

function relatedReferences(document: LayoutDocument, list: RelatedList, path: Path): Reference[] {
  const object: Target = { kind: 'object', name: list.object };
  const via: Target = { kind: 'field', object: list.object, path: list.via, needs: 'link' };
  return [
    valueReference(document, [...path, 'object'], object, true),
    valueReference(document, [...path, 'via'], via, true),
    ...fieldReferences(document, [...path, 'fields'], list.fields, list.object),
    ...sortReferences(document, [...path, 'sort'], list.sort, list.object),
  ];
}

function sectionExpressions(
  document: LayoutDocument,
  section: LayoutDocument['sections'][number],
  at: number,
): ExpressionUse[] {
  const use = (path: Path, source: string | undefined): ExpressionUse[] =>
    source === undefined ? [] : [{ path, source, object: document.object, form: 'record', expect: { type: 'bool' } }];
  return [
    ...use(['sections', at, 'visible'], section.visible),
    ...section.items.flatMap((item, index) => use(['sections', at, 'items', index, 'visible'], item.visible)),
  ];
}

function pruneLayout(document: LayoutDocument, isGone: (target: Target) => boolean): LayoutDocument {
  const stays = (object: string) => (path: string) => !isGone({ kind: 'field', object, path });
  const own = stays(document.object);
  return {
    ...document,
    head: document.head.filter(own),
    sections: document.sections
      .filter(({ screen }) => screen === undefined || !isGone(panelOf(screen, document.object)))
      .map((section) => ({ ...section, items: section.items.filter((item) => own(item.field)) })),
    related: document.related
      .filter((list) => !isGone({ kind: 'object', name: list.object }) && stays(list.object)(list.via))
      .map((list) => ({ ...list, fields: list.fields.filter(stays(list.object)) })),
    create: document.create.filter(own),
  };
}
