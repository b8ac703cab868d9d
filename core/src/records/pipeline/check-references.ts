import type { CompiledField } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import { readerSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { isStored } from '../store/field-column.ts';
import { livingFields, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

interface Pointer {
  write: Write;
  field: CompiledField;
  id: string;
}

/** What is pointed to must be there and the writer must be able to see it; one statement per object pointed to. */
export const checkReferences: WriteStage = {
  name: 'references',
  async run(batch) {
    for (const [target, pointers] of pointersByTarget(batch)) {
      const visible = await visibleIds(batch.ctx, target, [...new Set(pointers.map((pointer) => pointer.id))]);
      for (const { write, field, id } of pointers) {
        if (visible.has(id)) continue;
        write.issues.push({ path: field.name, code: 'reference_not_found', params: { label: field.label } });
      }
    }
  },
};

function pointersByTarget(batch: WriteBatch): Map<string, Pointer[]> {
  const byTarget = new Map<string, Pointer[]>();
  for (const field of livingFields(batch.object)) {
    const target = referenceTarget(field);
    if (target === null || !isStored(field) || (field.system && field.name !== 'owner')) continue;
    for (const write of soundEdits(batch)) {
      const id = write.after[field.name];
      if (typeof id !== 'string' || id === write.before?.[field.name] || isWriter(batch, field, id)) continue;
      byTarget.set(target, [...(byTarget.get(target) ?? []), { write, field, id }]);
    }
  }
  return byTarget;
}

/** The writer himself is there; most new records point to nobody else. */
function isWriter({ ctx }: WriteBatch, field: CompiledField, id: string): boolean {
  return field.name === 'owner' && id === ctx.actor.userId;
}

async function visibleIds(ctx: AccessContext, target: string, ids: readonly string[]): Promise<Set<string>> {
  const sight = readerSight(ctx.catalog, ctx.access);
  if (sight.model.objects[target] === undefined) return new Set();
  const statement = planned(ctx.catalog, `visible|${sight.key}|${target}`, () => {
    const source = new RecordSource(sight, target).only('living').where(sql`t.id = any(${given('ids')}::uuid[])`);
    return compileStatement(sql`select t.id ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ id: string }>(ctx, statement, { ids });
  return new Set(rows.map((row) => row.id));
}
