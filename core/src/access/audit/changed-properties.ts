import type { JsonObject, JsonValue } from '@stratacrm/sdk';

/** What differs between two states: `{ name: { from, to } }`. */
export function changedProperties(before: Record<string, unknown>, after: Record<string, unknown>): JsonObject {
  const changed = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(
    changed.map((key) => [key, { from: (before[key] ?? null) as JsonValue, to: (after[key] ?? null) as JsonValue }]),
  );
}
