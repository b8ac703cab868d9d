import type { JsonObject, JsonValue } from '../json.ts';
import { isObject, itemKey, ownValue, type DocumentPatch } from './patch-value.ts';

/** Every place a patch sets, as dotted paths; items of keyed arrays by their key: `options.gold.label.en`. */
export function patchedPaths(patch: DocumentPatch): string[] {
  return pathsOfObject(patch, '');
}

function pathsOfObject(patch: JsonObject, prefix: string): string[] {
  return Object.entries(patch).flatMap(([name, change]) =>
    name.startsWith('$') ? [] : pathsOf(change, `${prefix}${name}`),
  );
}

function pathsOf(change: JsonValue, path: string): string[] {
  if (Array.isArray(change)) return pathsOfItems(change, path);
  if (!isObject(change) || Object.hasOwn(change, '$value')) return [path];
  const inner = pathsOfObject(change, `${path}.`);
  return inner.length > 0 ? inner : [path];
}

function pathsOfItems(change: JsonValue[], path: string): string[] {
  const key = itemKey(change);
  if (key === null) return [path];
  return change.filter(isObject).flatMap((item) => {
    const at = `${path}.${String(ownValue(item, key))}`;
    const { [key]: _key, ...changes } = item;
    const whole = '$add' in item || '$remove' in item || '$after' in item;
    return whole ? [at] : pathsOfObject(changes, `${at}.`);
  });
}
