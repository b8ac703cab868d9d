import type { DocumentKind } from '../documents/kinds.ts';
import type { DocumentPatch } from '../documents/patch-value.ts';

/** A change of a document that another plugin brought. */
export interface PatchDraft {
  /** Id of that plugin. */
  of: string;
  kind: DocumentKind;
  key: string;
  patch: DocumentPatch;
}

/** The plugin that brings accounts, contacts, leads, opportunities and cases. */
export const BASE_PLUGIN = '@stratacrm/plugin-base';

/**
 * Changes a document of another plugin, by default of the base pack: a JSON merge patch in which the entries of lists are
 * found by their `id`, `name` or `value`, so that several plugins can add to one layout.
 */
export function patchDocument(
  kind: DocumentKind,
  key: string,
  // Labels and the results of builders are interfaces, which TypeScript does not take for JSON by themselves.
  patch: object,
  of: string = BASE_PLUGIN,
): PatchDraft {
  return { of, kind, key, patch: patch as DocumentPatch };
}
