import { StrataError, documentKey, type Document, type DocumentKind } from '@stratacrm/sdk';
import { v7 as uuidV7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import { checkDocument } from '../check-document.ts';
import { documentsSeenBy, findDocument, requireDocument, type SeenDocument } from '../document-info.ts';
import { requireExpected, type Expected } from '../document-version.ts';
import { kindOf } from '../kinds/index.ts';
import { MANAGED_TABLES } from '../platform/documents.ts';
import { PLATFORM_LAYER } from '../platform/system-fields.ts';
import { touchLayer } from '../store/draft-store.ts';
import { readLayers, requireEditable } from '../store/layer-store.ts';
import { storeDraft } from './store-draft.ts';

/** Where a document is put, and who does it. */
export interface PutTarget {
  layer: string;
  kind: DocumentKind;
  key: string;
  userId: string | null;
  expected?: Expected;
}

/** Puts the whole desired document into a layer's draft, inside a transaction. */
export async function putDocument(db: Queryable, target: PutTarget, input: unknown): Promise<SeenDocument> {
  await touchLayer(db, target.layer);
  const state = await readLayers(db);
  requireEditable(state, target.layer);
  const seen = documentsSeenBy(state, target.layer);
  const existing = findDocument(seen, target.kind, target.key);
  requireExpected(target, existing, target.expected);
  const desired = desiredDocument(target, input, existing);
  refuseForeign(desired, existing);
  refuseWithoutPackage(desired, existing);
  refuseOther(desired, existing);
  refuseTaken(seen, desired);
  await storeDraft(db, state, target, desired);
  const documents = documentsSeenBy(await readLayers(db), target.layer);
  return requireDocument(documents, target.kind, documentKey(desired));
}

/** The input with what the address already says filled in, its shape checked. */
function desiredDocument(target: PutTarget, input: unknown, existing: SeenDocument | undefined): Document {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw StrataError.invalid([{ path: '', code: 'wrong_type', params: { expected: 'object', got: typeof input } }]);
  }
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));
  const address = addressed(target);
  const desired: Record<string, unknown> = { id: existing?.document.id ?? uuidV7(), ...address, ...given };
  refuseMoved(target, desired, existing === undefined ? address : { ...address, name: desired['name'] });
  const check = checkDocument(target.kind, desired);
  if (!check.ok) throw StrataError.invalid(check.issues);
  return check.document;
}

function addressed({ kind, key }: PutTarget): Record<string, unknown> {
  if (kind !== 'field') return { kind, name: key };
  const [object, name] = splitKey(key);
  return { kind, object, name };
}

function splitKey(key: string): [object: string, name: string] {
  const dot = key.indexOf('.');
  return dot < 0 ? ['', key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** What the address says and the body contradicts; only the name of an existing document may differ. */
function refuseMoved(target: PutTarget, desired: Record<string, unknown>, address: Record<string, unknown>): void {
  const issues = Object.entries(address)
    .filter(([property, value]) => desired[property] !== value)
    .map(([property, value]) => ({
      path: property,
      code: 'immutable_property' as const,
      params: { property, kind: target.kind, value: String(value) },
    }));
  if (issues.length > 0) throw StrataError.invalid(issues);
}

function refuseForeign(desired: Document, existing: SeenDocument | undefined): void {
  const object = kindOf(desired).object(desired as never) ?? '';
  const onManaged = desired.kind === 'field' && Object.hasOwn(MANAGED_TABLES, object);
  if (existing?.origin !== PLATFORM_LAYER && !onManaged) return;
  throw new StrataError('platform_document', { kind: desired.kind, name: documentKey(desired) });
}

/** What belongs to a file of a plugin cannot be made without one; what is there may be changed. */
function refuseWithoutPackage(desired: Document, existing: SeenDocument | undefined): void {
  if (existing === undefined && kindOf(desired).packaged === true)
    throw new StrataError('comes_with_plugins', { kind: desired.kind, name: documentKey(desired) });
}

/** An id given that is not that of the document with this key. */
function refuseOther(desired: Document, existing: SeenDocument | undefined): void {
  if (existing === undefined || existing.document.id === desired.id) return;
  throw new StrataError('name_taken', { kind: desired.kind, name: existing.key });
}

function refuseTaken(seen: readonly SeenDocument[], desired: Document): void {
  const key = documentKey(desired);
  const taken = seen.some(
    ({ document }) =>
      document.id !== desired.id &&
      document.kind === desired.kind &&
      document.archived !== true &&
      documentKey(document) === key,
  );
  if (taken && desired.archived !== true) throw new StrataError('name_taken', { kind: desired.kind, name: key });
}
