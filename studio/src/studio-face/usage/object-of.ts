import type { Document } from '@stratacrm/sdk';

/** The object whose designer shows a document; null for what belongs to none. */
export function objectOf(document: Document): string | null {
  if (document.kind === 'object') return document.name;
  return ('object' in document ? document.object : undefined) ?? null;
}
