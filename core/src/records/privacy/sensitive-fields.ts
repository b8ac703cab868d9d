import { sensitivityOf, type CompiledField, type SensitiveField } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { requireRight } from '../../access/people-context.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { Catalog } from '../../model/catalog.ts';
import { countFilled } from '../count-filled.ts';

/**
 * Where personal and secret data is: each such field, in how many records it has a value, which roles open it, and which
 * plugins were granted it.
 */
export async function sensitiveFields(
  ctx: AccessContext,
  pluginsWith: (object: string, field: string) => SensitiveField['plugins'],
): Promise<SensitiveField[]> {
  requireRight(ctx, 'privacy');
  const counting = { ...ctx, actor: SYSTEM_ACTOR, access: SYSTEM_ACCESS };
  const found: SensitiveField[] = [];
  for (const object of Object.values(ctx.catalog.model.objects)) {
    const fields = Object.values(object.fields).filter(isSensitive);
    if (object.managed || object.archived === true || fields.length === 0) continue;
    const { records, filled } = await countFilled(counting, object.name);
    for (const field of fields) {
      const told = { object: object.name, field: field.name, label: field.label, object_label: object.label };
      const sensitivity = sensitivityOf(field) as SensitiveField['sensitivity'];
      const stated = field.sensitivity !== undefined;
      found.push({
        ...told,
        sensitivity,
        stated,
        records,
        filled: filled[field.name] ?? null,
        ...rolesOf(ctx.catalog, field),
        plugins: pluginsWith(object.name, field.name),
      });
    }
  }
  return found;
}

function isSensitive(field: CompiledField): boolean {
  return !field.system && field.archived !== true && ['personal', 'secret'].includes(sensitivityOf(field));
}

/** What each role opens by itself; roles add up, so somebody may see by two what neither shows alone: never a field. */
function rolesOf(catalog: Catalog, { object, name }: CompiledField): Pick<SensitiveField, 'read_by' | 'masked_for'> {
  const roles = [...catalog.roles.values()].filter((role) => role.archived !== true);
  const held = roles.map((role) => {
    const access = compileAccess(catalog, [role.name], role.portal === true ? { portal: { record: '' } } : {});
    const opens = access.permission(object, 'read').kind !== 'no';
    return { role, permission: opens ? access.field(object, name) : 'none' };
  });
  const named = (wanted: readonly string[]) =>
    held
      .filter(({ permission }) => wanted.includes(permission))
      .map(({ role: { name: roleName, label } }) => ({ name: roleName, label }));
  return { read_by: named(['read', 'edit']), masked_for: named(['masked']) };
}
