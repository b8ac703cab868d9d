import type { FoldedDocument } from './fold.ts';
import type { Target } from './kinds/kind.ts';

/**
 * Tells of a target whether it was archived: still known, but hidden. What was never there is not gone, it is wrong.
 * A path is gone when its first step is; the steps behind it belong to other objects and are left to `validate`.
 */
export function goneTargets(documents: readonly FoldedDocument[]): (target: Target) => boolean {
  const objects = new Set<string>();
  const fields = new Set<string>();
  const screens = new Set<string>();
  const viewTypes = new Set<string>();
  const parts = new Set<string>();
  for (const { document } of documents) {
    if (document.kind === 'object' && document.archived === true) objects.add(document.name);
    if (document.kind === 'field' && document.archived === true) fields.add(`${document.object}.${document.name}`);
    if (document.kind === 'plugin_part' && document.archived === true) parts.add(document.name);
    if (document.kind === 'screen' && document.archived === true) screens.add(document.name);
    if (document.kind === 'view_type' && document.archived === true) viewTypes.add(document.name);
  }
  // An archived name may have been taken again.
  for (const { document } of documents) {
    if (document.kind === 'object' && document.archived !== true) objects.delete(document.name);
    if (document.kind === 'field' && document.archived !== true) fields.delete(`${document.object}.${document.name}`);
  }
  return (target) => {
    if (target.kind === 'plugin_part') return parts.has(target.name);
    if (target.kind === 'screen') return screens.has(target.name);
    if (target.kind === 'view_type') return viewTypes.has(target.name);
    if (target.kind === 'object') return objects.has(target.name);
    if (target.kind !== 'field') return false;
    return objects.has(target.object) || fields.has(`${target.object}.${target.path.split('.', 1)[0]}`);
  };
}
