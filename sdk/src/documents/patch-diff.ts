import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, itemKey, ownValue, sameJson, setValue, type DocumentPatch, type ItemPatch } from './patch-value.ts';

/** The smallest patch that makes `desired` out of `base`: `applyPatch(base, diffDocument(base, desired))` equals it. */
export function diffDocument(base: object, desired: object): DocumentPatch {
  return diffObject(base as JsonObject, desired as JsonObject);
}

function diffObject(base: JsonObject, desired: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const name of Object.keys(base)) {
    if (ownValue(desired, name) === undefined) setValue(patch, name, null);
  }
  for (const [name, value] of Object.entries(desired)) {
    const former = ownValue(base, name);
    if (value !== undefined && !sameJson(former, value)) setValue(patch, name, diffValue(former, value));
  }
  return patch;
}

function diffValue(former: JsonValue | undefined, value: JsonValue): JsonValue {
  if (isObject(former) && isObject(value)) {
    // A property that looks like an instruction can only be set as part of a whole.
    return speaksPatch(former) || speaksPatch(value) ? { $value: value } : diffObject(former, value);
  }
  if (Array.isArray(former) && Array.isArray(value)) return diffArray(former, value);
  return literal(value);
}

function diffArray(former: JsonValue[], value: JsonValue[]): JsonValue {
  const key = commonKey(former, value);
  if (key === null) return literal(value);
  const patches = diffItems(former as JsonObject[], value as JsonObject[], key);
  // An empty list of changes would read as "replace by nothing".
  return patches.length > 0 ? patches : literal(value);
}

function commonKey(former: JsonValue[], value: JsonValue[]): string | null {
  if ([...former, ...value].some((item) => isObject(item) && speaksPatch(item))) return null;
  const [a, b] = [itemKey(former), itemKey(value)];
  if (former.length === 0) return b;
  if (value.length === 0) return a;
  return a === b ? a : null;
}

function diffItems(former: readonly JsonObject[], desired: readonly JsonObject[], key: string): ItemPatch[] {
  const keyOf = (item: JsonObject): string => String(ownValue(item, key));
  const before = new Map(former.map((item, index) => [keyOf(item), { item, index }]));
  const wanted = new Set(desired.map(keyOf));
  const staying = stayingItems(desired.map((item) => before.get(keyOf(item))?.index ?? -1));
  const patches: ItemPatch[] = [];
  for (const item of former) {
    if (!wanted.has(keyOf(item))) patches.push({ [key]: keyOf(item), $remove: true });
  }
  desired.forEach((item, index) => {
    const previous = desired[index - 1];
    const place = { $after: previous === undefined ? null : keyOf(previous) };
    const old = before.get(keyOf(item))?.item;
    if (old === undefined) patches.push({ ...item, $add: true, ...place });
    else {
      const changes = diffObject(old, item);
      const moved = !staying.has(index);
      if (moved || Object.keys(changes).length > 0) {
        patches.push({ [key]: keyOf(item), ...changes, ...(moved ? place : {}) });
      }
    }
  });
  return patches;
}

/** Positions of a longest run of items whose former order stands: all others are said to have moved. */
function stayingItems(formerIndexes: readonly number[]): Set<number> {
  const best: { length: number; previous: number }[] = [];
  let end = -1;
  formerIndexes.forEach((former, i) => {
    best[i] = { length: former < 0 ? 0 : 1, previous: -1 };
    if (former < 0) return;
    for (let j = 0; j < i; j++) {
      const candidate = best[j];
      const before = formerIndexes[j] ?? -1;
      if (candidate === undefined || before < 0 || before > former) continue;
      if (candidate.length + 1 > (best[i]?.length ?? 0)) best[i] = { length: candidate.length + 1, previous: j };
    }
    if ((best[i]?.length ?? 0) > (best[end]?.length ?? 0)) end = i;
  });
  const staying = new Set<number>();
  for (let at = end; at >= 0; at = best[at]?.previous ?? -1) staying.add(at);
  return staying;
}

/** A value as it stands in a patch; what would be read as an instruction there is wrapped. */
function literal(value: JsonValue): JsonValue {
  return needsWrapping(value) ? { $value: value } : value;
}

function needsWrapping(value: JsonValue): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.some((item) => isObject(item));
  return isObject(value) && (speaksPatch(value) || Object.values(value).some(needsWrapping));
}

function speaksPatch(value: JsonObject): boolean {
  return Object.keys(value).some((name) => name.startsWith('$'));
}
