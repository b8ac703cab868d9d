import type { HookRecord, JsonObject } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { livingFields } from '../../records/pipeline/write-batch.ts';
import { same } from './hook-event.ts';
import type { PluginHook } from './installed-plugins.ts';
import { narrowAccess } from './narrow-access.ts';

/** Fields a hook is handed: those it wants, that it was granted, and that whoever causes the call may read. */
export function readableFields(
  ctx: AccessContext,
  { plugin, hook }: PluginHook,
  objectName: string,
): readonly string[] {
  const access = narrowAccess(ctx, plugin);
  const memory = `hook fields ${access.key} ${hook.name} ${objectName}`;
  const known = ctx.catalog.derived.get(memory) as readonly string[] | undefined;
  if (known !== undefined) return known;
  const object = ctx.catalog.object(objectName);
  const names = livingFields(object)
    .map(({ name }) => name)
    .filter((name) => hook.reads === undefined || hook.reads.includes(name))
    .filter((name) => access.field(objectName, name) !== 'none');
  ctx.catalog.derived.set(memory, names);
  return names;
}

/** A change as a hook sees it. */
export function hookRecord(
  change: { action: string; id: string; before: JsonObject | null; after: JsonObject },
  names: readonly string[],
): HookRecord {
  const { action, id, before, after } = change;
  const known = before === null ? null : picked(before, names);
  const wanted = action === 'delete' ? null : picked(after, names);
  return { id, before: known, after: wanted, changed: names.filter((name) => !same(known?.[name], wanted?.[name])) };
}

function picked(state: JsonObject, names: readonly string[]): JsonObject {
  const values: JsonObject = {};
  for (const name of names) values[name] = state[name] ?? null;
  return values;
}
