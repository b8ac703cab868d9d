import type { ViewDocument } from '@stratacrm/sdk';

/** One key of an order. */
export interface SortKey {
  field: string;
  descending: boolean;
}

/** `stage,-amount` as keys. */
export function sortKeys(sort: string | undefined): SortKey[] {
  return (sort ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '' && key !== '-')
    .map((key) => ({ field: key.replace(/^-/, ''), descending: key.startsWith('-') }));
}

/** The keys as the API writes them; undefined for none. */
export function sortText(keys: readonly SortKey[]): string | undefined {
  return keys.length === 0 ? undefined : keys.map((key) => `${key.descending ? '-' : ''}${key.field}`).join(',');
}

/** The view with changes; what is set to undefined is taken out. */
export function changedView(
  view: ViewDocument,
  changes: { [Key in keyof ViewDocument]?: ViewDocument[Key] | undefined },
): ViewDocument {
  return Object.fromEntries(
    Object.entries({ ...view, ...changes }).filter(([, value]) => value !== undefined),
  ) as unknown as ViewDocument;
}
