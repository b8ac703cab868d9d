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
  process: ProcessDocument | undefined,
): HookEvent | null {
  const { action, before, after } = change;
  if (action !== 'update') return hook.on.includes(action) ? action : null;
  const stage = process === undefined || process.archived === true ? undefined : process.field;
  const moved = stage !== undefined && !same(before?.[stage], after[stage]);
  if (moved && hook.on.includes('transition') && reaches(hook, after[stage])) return 'transition';
  if (!hook.on.includes('update')) return null;
  return hook.fields === undefined || hook.fields.some((name) => !same(before?.[name], after[name])) ? 'update' : null;
}

function reaches({ to }: HookDeclaration, stage: unknown): boolean {
  return to === undefined || to.includes(String(stage));
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
