import type { Document } from '@stratacrm/sdk';
import { referenceTarget } from '../build-catalog.ts';
import type { Catalog } from '../catalog.ts';

/** What gets another name. */
export interface Renaming {
  /** As it was before. */
  document: Document;
  to: string;
  /** Understands the names as they were before. */
  catalog: Catalog;
}

/** The path with the renamed field under its new name; null when the path does not pass through it. */
export function renamedPath(object: string, path: readonly string[], renaming: Renaming): string[] | null {
  const { document, to, catalog } = renaming;
  if (document.kind !== 'field') return null;
  let at: string | null = object;
  let found = false;
  const result = path.map((step) => {
    const here: string | null = at;
    const field = here !== null && catalog.has(here) ? catalog.object(here).fields[step] : undefined;
    at = field === undefined ? null : referenceTarget(field);
    if (here !== document.object || step !== document.name) return step;
    found = true;
    return to;
  });
  return found ? result : null;
}
