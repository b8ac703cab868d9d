import {
  applyPatch,
  diffDocument,
  documentKey,
  type Document,
  type DocumentPatch,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { fold } from '../../model/fold.ts';
import type { LayerContent, LayerDocument } from '../../model/layer-document.ts';
import { contentOf, isEditable, type LayerState } from '../../model/store/layer-store.ts';

/** A place of a document where the workspace takes what the package brings instead of its own. */
export interface GivenWay {
  kind: string;
  key: string;
  path: string;
}

/** The editable layers without their own word in these places; only those that change. */
export function giveWay(state: LayerState, incoming: LayerContent, places: readonly GivenWay[]): LayerContent[] {
  if (places.length === 0) return [];
  const content = contentOf(state, new Set()).map((each) => (each.layer === incoming.layer ? incoming : each));
  return content.flatMap((layer, at) => {
    const row = state.layers.find(({ name }) => name === layer.layer);
    if (row === undefined || !isEditable(row)) return [];
    const beneath = new Map(fold(content.slice(0, at)).map(({ document }) => [document.id, document]));
    const documents = layer.documents.flatMap((document) => without(document, beneath.get(document.id), places));
    const changed =
      documents.length !== layer.documents.length || documents.some((each, n) => each !== layer.documents[n]);
    return changed ? [{ ...layer, documents }] : [];
  });
}

function without(row: LayerDocument, base: Document | undefined, places: readonly GivenWay[]): LayerDocument[] {
  if (!row.patch || base === undefined) return [row];
  const given = places.filter(({ kind, key }) => kind === row.kind && key === documentKey(base));
  if (given.length === 0) return [row];
  const wanted = structuredClone(applyPatch(base, row.body)) as unknown as JsonObject;
  for (const { path } of given) put(wanted, path.split('.'), base as unknown as JsonObject);
  const patch: DocumentPatch = diffDocument(base, wanted);
  return Object.keys(patch).length === 0 ? [] : [{ ...row, body: patch }];
}

/** Makes one place what it is in the other document. */
function put(into: JsonObject, path: readonly string[], from: JsonObject): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  const there = from[step];
  const here = into[step];
  if (rest.length === 0 || here === undefined || there === undefined) {
    if (there === undefined) delete into[step];
    else into[step] = structuredClone(there);
    return;
  }
  if (Array.isArray(here) && Array.isArray(there)) putEntry(here, rest, there);
  else if (isPlain(here) && isPlain(there)) put(here, rest, there);
  else into[step] = structuredClone(there);
}

function putEntry(into: JsonValue[], [key, ...rest]: readonly string[], from: readonly JsonValue[]): void {
  const at = into.findIndex((entry) => isEntry(entry, key));
  const there = from.find((entry) => isEntry(entry, key));
  const here = into[at];
  if (there === undefined) {
    if (at >= 0) into.splice(at, 1);
  } else if (at < 0) into.push(structuredClone(there));
  else if (rest.length > 0 && isPlain(here) && isPlain(there)) put(here, rest, there);
  else into[at] = structuredClone(there);
}

function isEntry(entry: JsonValue, key: string | undefined): boolean {
  return isPlain(entry) && key !== undefined && [entry['id'], entry['name'], entry['value']].includes(key);
}

function isPlain(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
