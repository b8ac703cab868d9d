import {
  documentKey,
  patchedPaths,
  sameJson,
  type DocumentPatch,
  type JsonObject,
  type JsonValue,
  type PluginConflict,
} from '@stratacrm/sdk';
import { fold } from '../../model/fold.ts';
import type { LayerContent, LayerDocument } from '../../model/layer-document.ts';
import { contentOf, isInstallable, type LayerState } from '../../model/store/layer-store.ts';

/**
 * Places that the package and somebody else both set: local changes of what the package brings anew or differently, and
 * other plugins' changes of the same place. The higher layer stays in force.
 */
export function conflictsOf(state: LayerState, incoming: LayerContent): PluginConflict[] {
  const content = contentOf(state, new Set());
  const before = new Map(
    (content.find(({ layer }) => layer === incoming.layer)?.documents ?? []).map((each) => [each.id, each]),
  );
  const brought = new Map(incoming.documents.map((each) => [each.id, each]));
  const folded = new Map(fold(content).map(({ document }) => [document.id, document]));
  return content
    .filter(({ layer }) => layer !== incoming.layer)
    .flatMap((other) => {
      const row = state.layers.find(({ name }) => name === other.layer);
      if (row === undefined) return [];
      return other.documents.flatMap((theirs) => {
        const ours = brought.get(theirs.id);
        if (ours === undefined || !theirs.patch) return [];
        return sharedPaths(before.get(theirs.id), ours, theirs).flatMap((path): PluginConflict[] => {
          const document = folded.get(theirs.id) ?? (ours.patch ? undefined : ours.body);
          const brings = broughtAt(ours, path);
          // Two who say the same, such as packs that share a tab, are at odds in nothing.
          if (sameJson(brings, broughtAt(theirs, path))) return [];
          const conflict: PluginConflict = {
            kind: theirs.kind,
            key: document === undefined ? theirs.id : documentKey(document),
            label: document?.label ?? row.label,
            path,
            with: isInstallable(row) ? 'plugin' : 'local',
            layer: row.label,
            was: before.has(ours.id) ? broughtAt(before.get(ours.id)!, path) : null,
            brings,
            stays: valueAt(document as unknown as JsonObject, path),
            prevails: isInstallable(row) && (incoming.plugin?.rank ?? 0) > row.rank,
          };
          return [conflict];
        });
      });
    });
}

/** What a document or patch has there; that an entry of a list may be new is no part of it. */
function broughtAt({ body }: LayerDocument, path: string): JsonValue {
  const value = valueAt(body as JsonObject, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $add: _, ...rest } = value;
  return rest;
}

/** Where a higher layer's patch and what the package changes from its former version meet. */
function sharedPaths(before: LayerDocument | undefined, ours: LayerDocument, theirs: LayerDocument): string[] {
  const patched = patchedPaths(theirs.body as DocumentPatch);
  if (ours.patch) return patched.filter((path) => patchedPaths(ours.body).some((each) => touches(each, path)));
  // A document that is new to this workspace cannot have been changed here on purpose of its author.
  if (before === undefined || before.patch) return [];
  return patched.filter(
    (path) =>
      !sameJson(valueAt(before.body as unknown as JsonObject, path), valueAt(ours.body as unknown as JsonObject, path)),
  );
}

function touches(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** The value at a path of names and of keys of entries in lists; null where there is none. */
export function valueAt(from: JsonValue | undefined, path: string): JsonValue {
  let value: JsonValue | undefined = from;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = value.find((entry) => isKeyed(entry, step));
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) value = value[step];
    else return null;
  }
  return value ?? null;
}

function isKeyed(entry: JsonValue, key: string): boolean {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return false;
  return [entry['id'], entry['name'], entry['value']].includes(key);
}
