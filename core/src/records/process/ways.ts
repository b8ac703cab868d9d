import {
  processesOf as allProcesses,
  type CheckedExpression,
  type CompiledField,
  type Label,
  type ProcessDocument,
  type Transition,
} from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { holds, prepareFor } from '../pipeline/write-bindings.ts';
import { isEmpty, type Write, type WriteBatch } from '../pipeline/write-batch.ts';

/** A transition whose expressions are ready. */
export interface Way {
  transition: Transition;
  guard: CheckedExpression | null;
  allowed: CheckedExpression | null;
  set: readonly { field: CompiledField; value: CheckedExpression }[];
}

/** The processes that govern what the object's fields of choices become, the leading one first. */
export const processesOf: (object: CatalogObject) => readonly ProcessDocument[] = oncePerObject(allProcesses);

export function waysOf(
  { ctx: { catalog }, object }: Pick<WriteBatch, 'ctx' | 'object'>,
  process: ProcessDocument,
): readonly Way[] {
  return planned(catalog, `process ways|${object.name}|${process.field}`, () => {
    const ready = (source: string | undefined) =>
      source === undefined ? null : modelExpression(catalog, object.name, source);
    return (process.transitions ?? []).map((transition) => ({
      transition,
      guard: ready(transition.guard),
      allowed: ready(transition.allowed),
      set: Object.entries(transition.set ?? {}).flatMap(([name, source]) => {
        const field = object.fields[name];
        return field === undefined ? [] : [{ field, value: modelExpression(catalog, object.name, source) }];
      }),
    }));
  });
}

/** Makes ready what the conditions of these ways ask of the records. */
export async function prepareWays(batch: WriteBatch, ways: readonly Way[], writes: readonly Write[]): Promise<void> {
  const conditions = ways.flatMap(({ guard, allowed }) => [guard, allowed]).filter((each) => each !== null);
  if (conditions.length > 0 && writes.length > 0) await prepareFor(batch, conditions, writes);
}

/** Whether the write takes a record from one stage to another. */
export function moves({ field }: ProcessDocument, { before, after }: Write): boolean {
  return before !== null && !isEmpty(before[field]) && !isEmpty(after[field]) && before[field] !== after[field];
}

/** The ways from one stage to another, those that name the stage they lead from first. */
export function waysBetween(ways: readonly Way[], from: string, to: string): Way[] {
  const leading = ways.filter(({ transition }) => transition.to === to);
  return ['from', '*'].flatMap((kind) =>
    leading.filter(({ transition }) => (kind === '*' ? transition.from === '*' : transition.from === from)),
  );
}

/** Whether the writer is one of those who make the move. The platform itself always is. */
export function isFor(batch: WriteBatch, write: Write, { transition, allowed }: Way): boolean {
  const { actor } = batch.ctx;
  const roles = transition.roles ?? [];
  const isSystem = actor.kind === 'system' && actor.roles.length === 0;
  if (isSystem) return true;
  if (roles.length > 0 && !roles.some((role) => actor.roles.includes(role))) return false;
  return allowed === null || holds(batch, write, allowed);
}

export function stageLabel({ fields }: Pick<CatalogObject, 'fields'>, field: string, stage: string): Label | string {
  return fields[field]?.options?.find((option) => option.value === stage)?.label ?? stage;
}

/** Several labels as one, in both languages. */
export function listed(labels: readonly (Label | string)[]): Label {
  const text = (locale: 'en' | 'zh') => labels.map((each) => (typeof each === 'string' ? each : each[locale]));
  return { en: text('en').join(', ') || '–', zh: text('zh').join('、') || '无' };
}
