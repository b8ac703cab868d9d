import { relationOf, StrataError, traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { writeAudit } from '../access/audit/write-audit.ts';
import { isMasked } from '../access/readable-model.ts';
import { inTransaction } from '../kernel/in-transaction.ts';
import { getRecord } from './get-record.ts';
import { sightOn } from './query/readable-object.ts';
import { unknownFieldIssue } from './query/selection.ts';

/** One value that is masked otherwise, and the field it stands in. */
export interface RevealedValue {
  field: CompiledField;
  value: JsonValue;
}

/**
 * Tells a masked value of one record that the reader sees. The audit log has it before he does. Throws `unknown_field`
 * for a field that is hidden from him, or that needs no such act.
 */
export async function revealValue(
  ctx: AccessContext,
  object: string,
  id: string,
  name: string,
): Promise<RevealedValue> {
  const seen = sightOn(ctx, object).sight.model.objects[object]!;
  const field = Object.hasOwn(seen.fields, name) ? undefined : maskedField(ctx, object, name);
  if (field === undefined) {
    const issue = unknownFieldIssue(seen, name, 'field');
    throw new StrataError('unknown_field', issue.params, [issue]);
  }
  const open = withField(ctx, object, name);
  return inTransaction(ctx.db, async (tx) => {
    const { data } = await getRecord({ ...open, db: tx }, object, id, { fields: [pathOf(open, field)] });
    const subject = { kind: 'record', id, name: object };
    await writeAudit(tx, ctx, { action: 'value_revealed', subject, detail: { object, field: name } });
    return { field, value: data[name] ?? null };
  });
}

function maskedField({ catalog, access }: AccessContext, object: string, name: string): CompiledField | undefined {
  const { fields } = catalog.object(object);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field !== undefined && isMasked(field, access) ? field : undefined;
}

/** The same reader, to whom this one field is shown. */
function withField(ctx: AccessContext, object: string, name: string): AccessContext {
  const { access } = ctx;
  return {
    ...ctx,
    access: {
      key: `${access.key} with ${object}.${name}`,
      permission: (of, verb) => access.permission(of, verb),
      field: (of, field) => (of === object && field === name ? 'read' : access.field(of, field)),
      right: (right) => access.right(right),
      serves: (roles) => access.serves(roles),
    },
  };
}

/** A reference by the name of its record, where its reader sees that. */
function pathOf(ctx: AccessContext, field: CompiledField): string {
  const relation = relationOf(field);
  if (relation === undefined || relation.kind === 'any' || traitsOf(field).computed) return field.name;
  const target = ctx.catalog.model.objects[relation.to];
  const named = target !== undefined && ctx.access.permission(target.name, 'read').kind !== 'no';
  const readable = named && ['read', 'edit'].includes(ctx.access.field(target.name, target.name_field));
  return readable ? `${field.name}.${target.name_field}` : field.name;
}
