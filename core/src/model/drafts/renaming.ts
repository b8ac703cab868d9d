import type { CompiledModel, Document } from '@stratacrm/sdk';
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

/**
 * The path with the renamed field under its new name; null when the path does not pass through it. `model` has the objects
 * that it may lead through; absent: those of the catalog.
 */
export function renamedPath(
  object: string,
  path: readonly string[],
  renaming: Renaming,
  model: Pick<CompiledModel, 'objects'> = renaming.catalog.model,
): string[] | null {
  const { document, to } = renaming;
  if (document.kind !== 'field') return null;
  let at: string | null = object;
  let found = false;
  const result = path.map((step) => {
    const here: string | null = at;
    const field = here !== null && Object.hasOwn(model.objects, here) ? model.objects[here]!.fields[step] : undefined;
    at = field === undefined ? null : referenceTarget(field);
    if (here !== document.object || step !== document.name) return step;
    found = true;
    return to;
  });
  return found ? result : null;
}
