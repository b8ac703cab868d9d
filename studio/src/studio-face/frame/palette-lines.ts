import type { DocumentInfo, DocumentKind } from '@stratacrm/sdk';
import type { RouteLocationRaw } from 'vue-router';
import { label, t, type TextKey } from '../../i18n/i18n.ts';
import { fetchDocuments } from '../api/studio.ts';
import { placeOf } from '../usage/place-of.ts';

/** Something of the Studio that can be jumped to. */
export interface StudioPlace {
  key: string;
  label: string;
  /** The name programs use. */
  name: string;
  hint: string;
  icon: string;
  to: RouteLocationRaw;
}

const KINDS: Partial<Record<DocumentKind, { icon: string; text: TextKey }>> = {
  object: { icon: 'boxes', text: 'studio.kind.object' },
  field: { icon: 'rows-3', text: 'studio.kind.field' },
  option_set: { icon: 'list-checks', text: 'studio.kind.option_set' },
  rule: { icon: 'circle-check', text: 'studio.kind.rule' },
  layout: { icon: 'columns-3', text: 'studio.kind.layout' },
  view: { icon: 'table', text: 'studio.kind.view' },
  process: { icon: 'kanban', text: 'studio.kind.process' },
  role: { icon: 'shield-check', text: 'studio.kind.role' },
  action: { icon: 'mouse-pointer-click', text: 'studio.kind.action' },
};

/** Everything that is configured, as an administrator calls it: its label, what it is, and whose. */
export async function studioPlaces(): Promise<StudioPlace[]> {
  const documents = await fetchDocuments('workspace');
  const objects = new Map(
    documents.flatMap(({ document }) => (document.kind === 'object' ? [[document.name, document.label]] : [])),
  );
  return documents.flatMap((info) => placeOfDocument(info, (name) => label(objects.get(name)) || name));
}

function placeOfDocument({ document, key }: DocumentInfo, objectLabel: (name: string) => string): StudioPlace[] {
  const kind = KINDS[document.kind];
  if (kind === undefined || document.archived === true) return [];
  const object = ('object' in document ? document.object : undefined) ?? null;
  return [
    {
      key: `${document.kind} ${key}`,
      label: label(document.label) || document.name,
      name: key,
      hint: object === null ? t(kind.text) : `${objectLabel(object)} · ${t(kind.text)}`,
      icon: kind.icon,
      to: placeOf(document.kind, key, object),
    },
  ];
}
