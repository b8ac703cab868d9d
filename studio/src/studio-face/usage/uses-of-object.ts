import { allTargets, documentKey, type Document } from '@stratacrm/sdk';
import { objectOf } from './object-of.ts';
import type { Usage } from './used-in.ts';

/** Every document outside an object that names it: references to it, lists of it on other forms, roles. */
export function usesOfObject(documents: readonly Document[], object: string): Usage[] {
  return documents
    .filter((document) => document.archived !== true && objectOf(document) !== object && names(document, object))
    .map((document) => ({
      kind: document.kind,
      key: documentKey(document),
      label: document.label,
      object: objectOf(document),
    }));
}

function names(document: Document, object: string): boolean {
  switch (document.kind) {
    case 'field':
      return allTargets(document).includes(object) || document.children === object;
    case 'layout':
      return document.related.some((related) => related.object === object);
    case 'action':
      return (document.input ?? []).some((question) => [question.to].flat().includes(object));
    case 'dashboard':
      return (
        document.tiles.some(({ settings }) => settings['object'] === object) ||
        document.filters.some(({ fields }) => Object.hasOwn(fields ?? {}, object))
      );
    case 'role':
      return Object.hasOwn(document.grants, object);
    default:
      return false;
  }
}
