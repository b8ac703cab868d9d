import type { DocumentKind } from '@stratacrm/sdk';
import type { RouteLocationRaw } from 'vue-router';

/** Tab of the object designer that shows documents of a kind. */
const TABS: Partial<Record<DocumentKind, string>> = {
  object: 'settings',
  field: 'fields',
  layout: 'layouts',
  view: 'views',
  rule: 'rules',
  process: 'process',
};

/** The page of the Studio where a document is edited. */
export function placeOf(kind: DocumentKind, key: string, object: string | null): RouteLocationRaw {
  if (kind === 'role') return { name: 'studio-roles', params: { name: key } };
  if (kind === 'dashboard') return { name: 'studio-dashboard', params: { name: key } };
  if (kind === 'workflow') return { name: 'studio-workflow', params: { name: key } };
  if (kind === 'email_template') return { name: 'studio-email-templates', params: { name: key } };
  if (kind === 'action') return { name: 'studio-actions', params: { name: key } };
  if (kind === 'screen' || kind === 'page') return { name: 'studio-screens', params: { kind, name: key } };
  if (kind === 'option_set') return { name: 'studio-option-sets', params: { name: key } };
  const [before = key, after] = key.split('.');
  const name = kind === 'field' ? before : kind === 'object' ? key : object;
  const tab = TABS[kind];
  if (name === null || tab === undefined) return { name: 'studio-objects' };
  return { name: 'studio-object', params: { name, tab }, query: kind === 'object' ? {} : { [kind]: after ?? key } };
}
