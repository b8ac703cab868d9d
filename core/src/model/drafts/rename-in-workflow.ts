import {
  expressionPlaces,
  rewritePieces,
  type Document,
  type ExpressionPlace,
  type WorkflowDocument,
} from '@stratacrm/sdk';
import { changedAt, renamedKey } from '../kinds/reference.ts';
import { renameInFilter, renameInScope } from './rename-in-expression.ts';
import { renamedPath, type Renaming } from './renaming.ts';

/** The workflow with a renamed field under its new name wherever an expression, a text or a filter of its steps names it. */
export function renameInWorkflow(document: WorkflowDocument, renaming: Renaming): Document {
  return expressionPlaces(document, renaming.catalog.model).reduce<Document>((result, place) => {
    const text = renamedIn(place, renaming);
    if (text === place.text) return result;
    return place.kind === 'key' ? renamedKey(result, place.path, text) : changedAt(result, place.path, () => text);
  }, document);
}

function renamedIn(place: ExpressionPlace, renaming: Renaming): string {
  const { text } = place;
  switch (place.kind) {
    case 'expression':
      return renameInScope(text, place.scope, renaming);
    case 'template':
      return rewritePieces(text, (source) => renameInScope(source, place.scope, renaming));
    case 'filter':
      return renameInFilter(text, place.scope, place.values, renaming);
    case 'field':
    case 'key':
      return renamedPath(place.object, text.split('.'), renaming)?.join('.') ?? text;
  }
}
