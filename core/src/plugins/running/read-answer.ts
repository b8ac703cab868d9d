import type { JsonValue, Label } from '@stratacrm/sdk';
import { isObject } from './host-api/host-call.ts';

/** A pair of texts as a plugin gives it; null for anything else. */
export function readLabel(value: JsonValue | undefined): Label | null {
  if (!isObject(value)) return null;
  const [en, zh] = [readText(value['en'], 500), readText(value['zh'], 500)];
  return en === null || zh === null ? null : { en, zh };
}

/** A text of a plugin, cut where it is too long; null for anything else. */
export function readText(value: JsonValue | undefined, most: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, most) : null;
}
