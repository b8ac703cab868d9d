import type { JsonValue } from '@stratacrm/sdk';
import type { FormValues } from '../form/form-values.ts';
import { useSession } from '../stores/session.ts';

/**
 * What was typed into a record and not saved, kept in this window until it is saved, taken back or thrown away. Kept by person,
 * so that whoever signs in next at the same desk is not shown it.
 */
export function keepTyping(object: string, id: string, values: FormValues): void {
  const key = keyOf(object, id);
  try {
    if (Object.keys(values).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(values));
  } catch {
    // The window's store is full or shut: then the typing lives as long as the page, as everywhere else.
  }
}

/** What was kept of an earlier visit; empty when nothing was. */
export function keptTyping(object: string, id: string): FormValues {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(object, id)) ?? '{}');
    return isValues(kept) ? kept : {};
  } catch {
    return {};
  }
}

function isValues(kept: unknown): kept is { [field: string]: JsonValue } {
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept);
}

function keyOf(object: string, id: string): string {
  return `strata.typing ${useSession().me?.id ?? ''} ${object}/${id}`;
}
