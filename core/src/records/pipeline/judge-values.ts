import type { CheckRule, CheckedExpression, CompiledField, Issue, JsonObject, RuleDocument } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { planned } from '../sql/catalog-memory.ts';
import { codecOf } from '../store/field-column.ts';
import { readGiven } from './parse-values.ts';
import { holds, prepareFor } from './write-bindings.ts';
import { isEmpty, livingFields, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** Values of types that plugins brought are read by their code, set-wise, once hooks have had their say. */
export const readPluginTypes: WriteStage = {
  name: 'types of plugins',
  async run(batch) {
    const { hooks } = batch.ctx.catalog;
    if (hooks === undefined) return;
    for (const field of shapedFields(batch.object)) {
      const writes = soundEdits(batch).filter((write) => isNew(write, field));
      if (writes.length > 0)
        await hooks.read(
          batch.ctx,
          field,
          writes.map((write) => readable(batch, write, field)),
        );
    }
  },
};

/** Checks that plugins brought and administrators gave to fields, after the workspace's own rules. */
export const askChecks: WriteStage = {
  name: 'checks of plugins',
  async run(batch) {
    const { hooks } = batch.ctx.catalog;
    const rules = readyChecks(batch);
    if (hooks === undefined || rules.length === 0) return;
    for (const ready of rules) {
      const writes = await concerned(batch, ready);
      if (writes.length === 0) continue;
      const values = writes.map((write) => ({
        value: write.after[ready.field.name] ?? null,
        inputs: inputsOf(ready.rule, write),
        refuse: (issue: Issue) => report(write, ready.rule, issue),
      }));
      await hooks.check(batch.ctx, ready.rule, ready.field, values);
    }
  },
};

const shapedFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  livingFields(object).filter((field) => field.shape !== undefined),
);

function readable(batch: WriteBatch, write: Write, field: CompiledField) {
  return {
    value: write.after[field.name] ?? null,
    set(value: Parameters<typeof readGiven>[3]) {
      const read = readGiven(batch, write, field, value);
      if ('issue' in read) write.issues.push(read.issue);
      else write.after[field.name] = read.value;
    },
    refuse: (issue: Issue) => void write.issues.push(issue),
  };
}

interface ReadyCheck {
  rule: CheckRule;
  field: CompiledField;
  when: CheckedExpression | null;
}

function readyChecks({ ctx, object }: WriteBatch): ReadyCheck[] {
  return planned(ctx.catalog, `checks of plugins|${object.name}`, () =>
    object.rules.filter(isCheck).flatMap((rule) => {
      const field = object.fields[rule.field];
      const when = rule.when === undefined ? null : modelExpression(ctx.catalog, object.name, rule.when);
      return field === undefined || field.archived === true ? [] : [{ rule, field, when }];
    }),
  );
}

function isCheck(rule: RuleDocument): rule is CheckRule {
  return rule.type === 'check' && rule.archived !== true;
}

/** What a record has had all along was judged when it was written. */
async function concerned(batch: WriteBatch, { rule, field, when }: ReadyCheck): Promise<Write[]> {
  const read = [field, ...Object.values(rule.inputs ?? {}).flatMap((name) => batch.object.fields[name] ?? [])];
  const writes = soundEdits(batch).filter(
    (write) => !isEmpty(write.after[field.name]) && read.some((each) => isChanged(write, each)),
  );
  if (when === null || writes.length === 0) return writes;
  await prepareFor(batch, [when], writes);
  return writes.filter((write) => holds(batch, write, when));
}

function isNew(write: Write, field: CompiledField): boolean {
  return !isEmpty(write.after[field.name]) && isChanged(write, field);
}

function isChanged({ before, after }: Write, field: CompiledField): boolean {
  const [was, is] = [before?.[field.name] ?? null, after[field.name] ?? null];
  if (was === null || is === null) return was !== is;
  return was !== is && !codecOf(field).same(was, is);
}

function inputsOf({ inputs = {} }: CheckRule, { after }: Write): JsonObject {
  return Object.fromEntries(Object.entries(inputs).map(([name, field]) => [name, after[field] ?? null]));
}

function report(write: Write, rule: CheckRule, issue: Issue): void {
  if (rule.mode === 'shadow') write.observed.push(rule);
  else (rule.mode === 'warn' ? write.warnings : write.issues).push(issue);
}
