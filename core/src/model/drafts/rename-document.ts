import { escapeHtml, htmlSource, rewritePieces, type Document } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../catalog.ts';
import { documentsSeenBy, requireDocument, type SeenDocument } from '../document-info.ts';
import { kindOf } from '../kinds/index.ts';
import type { ExpressionUse, Reference, Target } from '../kinds/kind.ts';
import { changedAt } from '../kinds/reference.ts';
import { readLayers, requireEditable } from '../store/layer-store.ts';
import { putDocument, type PutTarget } from './put-document.ts';
import { renameInExpression } from './rename-in-expression.ts';
import { renameInWorkflow } from './rename-in-workflow.ts';
import { renamedPath, type Renaming } from './renaming.ts';
import { storeDraft } from './store-draft.ts';

/**
 * Gives a document another name and rewrites, in the same layer, everything that refers to it: also documents of lower
 * layers, as patches. Names are understood by the catalog of the draft as it was before. Inside a transaction.
 */
export async function renameDocument(
  db: Queryable,
  target: PutTarget,
  to: string,
  catalog: Catalog,
): Promise<SeenDocument> {
  const state = await readLayers(db);
  requireEditable(state, target.layer);
  const seen = documentsSeenBy(state, target.layer);
  const { document } = requireDocument(seen, target.kind, target.key);
  const info = await putDocument(db, target, { ...document, name: to });
  if (document.name === to) return info;
  const renaming: Renaming = { document, to, catalog };
  for (const { document: other } of seen) {
    const before = other.id === document.id ? ({ ...document, name: to } as Document) : other;
    const after = rewritten(before, renaming);
    if (after !== before) await storeDraft(db, await readLayers(db), target, after);
  }
  return requireDocument(documentsSeenBy(await readLayers(db), target.layer), target.kind, info.key);
}

/** The document with every mention of the renamed one under its new name; the same object when there is none. */
export function rewritten(document: Document, renaming: Renaming): Document {
  const kind = kindOf(document);
  let result = document;
  // Expressions first: they are read in the scope of an object that may itself be about to be renamed.
  for (const use of kind.expressions(document as never)) {
    const source = renameInExpression(use, renaming);
    if (source !== use.source) result = changedAt(result, use.path, (text) => written(text, source, use));
  }
  if (document.kind === 'workflow') result = renameInWorkflow(document, renaming);
  for (let change = nextChange(result, renaming); change !== null; change = nextChange(result, renaming)) {
    result = change;
  }
  return result;
}

/** What stands in the place of the expression, now that it reads so. */
function written(text: unknown, source: string, { source: before, braces }: ExpressionUse): unknown {
  if (braces === undefined) return source;
  const read = braces === 'html' ? htmlSource : (piece: string): string => piece;
  const write = braces === 'html' ? escapeHtml : (piece: string): string => piece;
  return rewritePieces(String(text), (piece) => (read(piece) === before ? write(source) : piece));
}

/** One mention after the other, because each rewriting makes the rest anew. */
function nextChange(document: Document, renaming: Renaming): Document | null {
  for (const reference of kindOf(document).references(document as never)) {
    const to = renamedTarget(reference, renaming);
    if (to !== null) return reference.renamed(to);
  }
  return null;
}

/** What stands in the reference's place after the renaming; null when it names something else. */
function renamedTarget({ target }: Reference, renaming: Renaming): string | null {
  const { document, to } = renaming;
  if (target.kind === 'field') return renamedPath(target.object, target.path.split('.'), renaming)?.join('.') ?? null;
  return isOf(target, document) ? to : null;
}

function isOf(target: Exclude<Target, { kind: 'field' }>, document: Document): boolean {
  return target.kind === document.kind && 'name' in target && target.name === document.name;
}
