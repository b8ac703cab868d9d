import { createHash } from 'node:crypto';
import { StrataError, type Document } from '@stratacrm/sdk';
import type { SeenDocument } from './document-info.ts';

/**
 * What a document must still be when it is changed: `undefined` whatever it is, `null` not there yet, else of this
 * version.
 */
export type Expected = string | null | undefined;

/** Made of what the document says, so that publishing it, or changing it there and back, leaves the version as it is. */
export function versionOf(document: Document): string {
  return createHash('sha256').update(JSON.stringify(document, sorted)).digest('base64url').slice(0, 22);
}

/** Names in their order: the database keeps them in one of its own. */
function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws `name_taken` or `document_changed`. An archived document does not stand in the way of a new one. */
export function requireExpected(
  { kind, key }: { kind: string; key: string },
  found: SeenDocument | undefined,
  expected: Expected,
): void {
  if (expected === undefined) return;
  if (expected === null) {
    if (found !== undefined && found.document.archived !== true)
      throw new StrataError('name_taken', { kind, name: key });
    return;
  }
  if (found === undefined || versionOf(found.document) !== expected)
    throw new StrataError('document_changed', { kind, name: key });
}
