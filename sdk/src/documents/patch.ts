import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, itemKey, ownValue, setValue, type DocumentPatch, type ItemPatch } from './patch-value.ts';

/** The document that results when a layer's patch is laid over it. The base is not changed. */
export function applyPatch<T extends object>(base: T, patch: DocumentPatch): T {
  return patchObject(base as unknown as JsonObject, patch) as unknown as T;
}

function patchObject(base: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(base)) setValue(result, name, value);
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) Reflect.deleteProperty(result, name);
    else setValue(result, name, patchValue(ownValue(base, name), change));
  }
  return result;
}

function patchValue(base: JsonValue | undefined, change: JsonValue): JsonValue {
  if (Array.isArray(change)) return patchArray(base, change);
  if (!isObject(change)) return change;
  const literal = ownValue(change, '$value');
  return literal === undefined ? patchObject(isObject(base) ? base : {}, change) : literal;
}

function patchArray(base: JsonValue | undefined, change: JsonValue[]): JsonValue {
  if (!change.every(isObject)) return change;
  if (change.length === 0) return change;
  const items = Array.isArray(base) ? base : [];
  const key = itemKey(items.length > 0 ? items : change);
  return key === null ? change : patchItems(items as JsonObject[], change as ItemPatch[], key);
}

function patchItems(base: readonly JsonObject[], patches: readonly ItemPatch[], key: string): JsonObject[] {
  const keyOf = (item: JsonObject): string => String(ownValue(item, key));
  const gone = new Set(patches.filter((patch) => patch.$remove === true).map(keyOf));
  const result = base.filter((item) => !gone.has(keyOf(item)));
  for (const patch of patches) {
    if (patch.$remove === true) continue;
    const at = result.findIndex((item) => keyOf(item) === keyOf(patch));
    // What a lower layer no longer has cannot be changed; a patch of it waits for its return.
    if (at < 0 && patch.$add !== true) continue;
    const item = patchedItem(result[at], patch);
    if (at >= 0 && patch.$after === undefined) result[at] = item;
    else {
      if (at >= 0) result.splice(at, 1);
      result.splice(placeAfter(result, patch.$after, keyOf), 0, item);
    }
  }
  return result;
}

function patchedItem(base: JsonObject | undefined, patch: ItemPatch): JsonObject {
  const { $after: _after, $add: add, $remove: _remove, ...changes } = patch;
  return add === true || base === undefined ? changes : patchObject(base, changes);
}

function placeAfter(
  items: readonly JsonObject[],
  after: string | null | undefined,
  keyOf: (item: JsonObject) => string,
): number {
  if (after === null) return 0;
  const at = items.findIndex((item) => keyOf(item) === after);
  return at < 0 ? items.length : at + 1;
}
