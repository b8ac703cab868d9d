import type { JsonValue } from '@stratacrm/sdk';

const DEEPEST = 32;
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads JSON that a stranger wrote. Throws where it is none, too deep, or names what objects of ours are made by. */
export function plainJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  refuse(value, 0);
  return value;
}

function refuse(value: JsonValue, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= DEEPEST) throw new Error(`Values are not nested deeper than ${DEEPEST}`);
  if (Array.isArray(value)) {
    for (const each of value) refuse(each, depth + 1);
    return;
  }
  for (const name of Object.keys(value)) {
    if (FORBIDDEN.has(name)) throw new Error(`"${name}" is no name of a value`);
    refuse(value[name]!, depth + 1);
  }
}
