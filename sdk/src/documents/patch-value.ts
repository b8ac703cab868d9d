import type { JsonObject, JsonValue } from '../json.ts';

/**
 * The difference between two documents: a JSON merge patch (a property, or null to take it out) with three additions.
 *
 * - An array whose items carry a key (`id`, `name` or `value`) is patched item by item: `{ id, …changes }`, with
 *   `$after: key | null` when it moves, `$add: true` when it is new (then it is whole), `$remove: true` when it goes.
 *   So two layers can both insert into one layout.
 * - `{ $value: x }` puts `x` there exactly as it is: null, or an array that has no keys.
 * - Any other array replaces the former.
 */
export type DocumentPatch = JsonObject;

/** One item of a patched array. */
export type ItemPatch = JsonObject & { $after?: string | null; $add?: true; $remove?: true };

/** Properties by which the items of an array are told apart, in the order in which they are tried. */
const ITEM_KEYS = ['id', 'name', 'value'] as const;

/** Which property tells the items of this array apart; null when none does. An empty array takes any. */
export function itemKey(items: readonly JsonValue[]): (typeof ITEM_KEYS)[number] | null {
  return ITEM_KEYS.find((key) => hasKey(items, key)) ?? null;
}

function hasKey(items: readonly JsonValue[], key: string): boolean {
  const seen = new Set<JsonValue>();
  for (const item of items) {
    if (!isObject(item)) return false;
    const value = ownValue(item, key);
    if (typeof value !== 'string' || seen.has(value)) return false;
    seen.add(value);
  }
  return items.length > 0;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names such as `constructor` are ordinary property names in documents. */
export function ownValue(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a property whatever its name; `__proto__` by plain assignment would be lost. */
export function setValue(object: JsonObject, name: string, value: JsonValue): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether two JSON values say the same; the order of properties does not matter, that of items does. */
export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameJson(a[name], ownValue(b, name)));
}
