import type { LayoutItem } from '../documents/layout.ts';
import type { ViewColumn } from '../documents/view.ts';
import type { BodyOf, DraftOf } from './document-draft.ts';

/** How one record of an object is shown and created. */
export function defineLayout(body: BodyOf<'layout'>): DraftOf<'layout'> {
  return { kind: 'layout', ...body };
}

/** How many records of an object are shown. */
export function defineView(body: BodyOf<'view'>): DraftOf<'view'> {
  return { kind: 'view', ...body };
}

/** A way to show many records that is declared and not drawn: which parts a card or a bar has, and where they stand. */
export function defineViewType(name: string, body: BodyOf<'view_type', 'name'>): DraftOf<'view_type'> {
  return { kind: 'view_type', name, ...body };
}

/** What must hold, what is filled in, what is shown. */
export function defineRule(body: BodyOf<'rule'>): DraftOf<'rule'> {
  return { kind: 'rule', ...body };
}

/** A guided state machine on a select field. */
export function defineProcess(body: BodyOf<'process'>): DraftOf<'process'> {
  return { kind: 'process', ...body };
}

/** A mail about one record, in both languages. */
export function defineEmailTemplate(body: BodyOf<'email_template'>): DraftOf<'email_template'> {
  return { kind: 'email_template', ...body };
}

/** Numbers, charts and lists side by side, over records of any objects. */
export function defineDashboard(
  body: Omit<BodyOf<'dashboard'>, 'format' | 'filters'> & Partial<Pick<BodyOf<'dashboard'>, 'filters'>>,
): DraftOf<'dashboard'> {
  return { kind: 'dashboard', format: 1, filters: [], ...body };
}

/** A named bundle of grants. */
export function defineRole(body: BodyOf<'role'>): DraftOf<'role'> {
  return { kind: 'role', ...body };
}

/** Options that several select fields share. */
export function defineOptionSet(body: BodyOf<'option_set'>): DraftOf<'option_set'> {
  return { kind: 'option_set', ...body };
}

/** Layout items from field names; a pair gives the number of columns a field takes. */
export function items(...fields: (string | [field: string, span: number])[]): LayoutItem[] {
  return fields.map((entry) =>
    typeof entry === 'string' ? { id: entry, field: entry } : { id: entry[0], field: entry[0], span: entry[1] },
  );
}

/** View columns from field names and dotted paths; a pair gives the width in pixels. */
export function columns(...names: (string | [name: string, width: number])[]): ViewColumn[] {
  return names.map((entry) => (typeof entry === 'string' ? { name: entry } : { name: entry[0], width: entry[1] }));
}
