import type { HookDeclaration, HookEvent, JsonObject, ProcessDocument } from '@stratacrm/sdk';

interface Change {
  action: 'create' | 'update' | 'delete';
  before: JsonObject | null;
  after: JsonObject;
}

/** As what a hook is told of a change; null: it does not concern it. */
export function eventFor(
  hook: HookDeclaration,
  change: Change,
  processes: readonly ProcessDocument[],
): HookEvent | null {
  const { action, before, after } = change;
  if (action !== 'update') return hook.on.includes(action) ? action : null;
  const moved = processes.some(({ field }) => !same(before?.[field], after[field]) && reaches(hook, after[field]));
  if (moved && hook.on.includes('transition')) return 'transition';
  if (!hook.on.includes('update')) return null;
  return hook.fields === undefined || hook.fields.some((name) => !same(before?.[name], after[name])) ? 'update' : null;
}

function reaches({ to }: HookDeclaration, stage: unknown): boolean {
  return to === undefined || to.includes(String(stage));
}

export function same(a: unknown, b: unknown): boolean {
  const [one, other] = [a ?? null, b ?? null];
  if (one === other) return true;
  if (one === null || other === null) return false;
  // Only what has parts has to be written down to be compared.
  return (typeof one === 'object' || typeof other === 'object') && JSON.stringify(one) === JSON.stringify(other);
}
