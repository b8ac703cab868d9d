import { notOffered, type CompiledField, type Issue } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { codecOf } from '../store/field-column.ts';
import { edits, livingFields, type Write, type WriteStage } from './write-batch.ts';

/** What fields themselves demand of the record as it is to be: a value that stays, an option that fits another. */
export const checkFieldTerms: WriteStage = {
  name: 'field terms',
  run(batch) {
    const { fixed, controlled } = termsOf(batch.object);
    if (fixed.length === 0 && controlled.length === 0) return;
    for (const write of edits(batch)) {
      write.issues.push(...fixed.flatMap((field) => fixedIssue(write, field) ?? []));
      write.issues.push(...controlled.flatMap((field) => offerIssue(write, field) ?? []));
    }
  },
};

const termsOf: (object: CatalogObject) => { fixed: CompiledField[]; controlled: CompiledField[] } = oncePerObject(
  (object) => ({
    fixed: livingFields(object).filter((field) => field.read_only_after_create === true),
    controlled: livingFields(object).filter((field) => field.controlled_by !== undefined),
  }),
);

function fixedIssue({ before, given, owned }: Write, field: CompiledField): Issue | undefined {
  const isRewritten = before !== null && (owned.get(field.name) ?? []).length > 0;
  if (isRewritten) return { path: field.name, code: 'fixed_after_create', params: { label: field.label } };
  if (before === null || !(field.name in given)) return undefined;
  const [from, to] = [before[field.name] ?? null, given[field.name] ?? null];
  const same = from === to || (from !== null && to !== null && codecOf(field).same(from, to));
  return same ? undefined : { path: field.name, code: 'fixed_after_create', params: { label: field.label } };
}

/** Looked at only when one of the two is written: what a record has had all along is not held against it. */
function offerIssue({ action, given, after }: Write, field: CompiledField): Issue | undefined {
  const controlling = field.controlled_by!;
  if (action === 'update' && !(field.name in given) && !(controlling in given)) return undefined;
  const option = notOffered(field, after[field.name], after[controlling]);
  return option && { path: field.name, code: 'option_not_offered', params: { option: option.label } };
}
