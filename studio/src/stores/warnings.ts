import type { ProblemItem } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { onSaved } from '../api/records.ts';
import { useToasts } from './toasts.ts';

/** Messages by field; '' holds what belongs to none. */
export type Warnings = Readonly<Record<string, string>>;

const NONE: Warnings = {};

/** What rules that only warn said of the records saved in this window, until each is saved again. */
export const useWarnings = defineStore('warnings', () => {
  const known = shallowRef<ReadonlyMap<string, Warnings>>(new Map());

  onSaved((object, id, warnings) => {
    const key = keyOf(object, id);
    const before = known.value.get(key) ?? NONE;
    const found = byField(warnings);
    const rest = [...known.value].filter(([each]) => each !== key);
    known.value = new Map(Object.keys(found).length === 0 ? rest : [...rest, [key, found]]);
    // Said once: a record saved field by field would repeat it each time.
    const fresh = Object.entries(found).filter(([field, message]) => before[field] !== message);
    if (fresh.length > 0) useToasts().warned([...new Set(fresh.map(([, message]) => message))]);
  });

  function of(object: string, id: string): Warnings {
    return known.value.get(keyOf(object, id)) ?? NONE;
  }

  return { of };
});

function keyOf(object: string, id: string): string {
  return `${object}/${id}`;
}

/** All that is said of one field, together. */
export function byField(warnings: readonly ProblemItem[]): Warnings {
  const found: Record<string, string> = {};
  for (const { path, message } of warnings) {
    const field = path.split('.')[0] ?? '';
    const said = found[field];
    if (said === undefined) found[field] = message;
    else if (!said.includes(message)) found[field] = `${said} ${message}`;
  }
  return found;
}
