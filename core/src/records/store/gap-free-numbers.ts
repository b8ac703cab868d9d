import { numberText, traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { Context } from '../../kernel/context.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { drawRange } from '../../model/physical/number-counter.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import type { ObjectChanges, RecordChange } from './record-changes.ts';
import { trialNumbers } from './trial-numbers.ts';

const gapFreeFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  Object.values(object.fields).filter((field) => traitsOf(field).numbered && field.gap_free === true),
);

/** Whether storing these draws numbers of which none may be lost. */
export function drawsGapFree({ object, changes }: ObjectChanges): boolean {
  return gapFreeFields(object).length > 0 && changes.some((change) => change.action === 'create');
}

/**
 * Numbers new records in the transaction that stores them: whoever else wants a number of the field waits for its end, and
 * when it fails the numbers are as if never drawn.
 */
export async function drawGapFree(ctx: DrawContext, { object, changes }: ObjectChanges): Promise<void> {
  const creates = changes.filter((change) => change.action === 'create');
  if (creates.length === 0) return;
  for (const field of gapFreeFields(object)) await numberAll(ctx, field, creates);
}

type DrawContext = Pick<Context, 'db' | 'trial'>;

async function numberAll(ctx: DrawContext, field: CompiledField, creates: readonly RecordChange[]): Promise<void> {
  const numbers = await drawNumbers(ctx, field, creates.length);
  for (const [index, create] of creates.entries()) {
    const text = numberText(field.format, numbers[index]!);
    create.after[field.name] = text;
    create.changes[field.name] = [null, text];
  }
}

/** A trial draws none: the counter would be locked, and whoever really makes a record would wait for its end. */
async function drawNumbers({ db, trial }: DrawContext, field: CompiledField, count: number): Promise<string[]> {
  if (trial === true) return trialNumbers(count);
  const first = await drawRange(db, field, count);
  return Array.from({ length: count }, (_, index) => String(first + BigInt(index)));
}
