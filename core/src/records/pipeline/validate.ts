import {
  traitsOf,
  type CheckedExpression,
  type CompiledField,
  type Issue,
  type RuleDocument,
  type ValidationRule,
} from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { holds, prepareFor } from './write-bindings.ts';
import {
  edits,
  isEmpty,
  livingFields,
  soundEdits,
  type Write,
  type WriteBatch,
  type WriteStage,
} from './write-batch.ts';

/** Required values, then the validation rules; a rule is asked only about records whose single values are right. */
export const validate: WriteStage = {
  name: 'validate',
  async run(batch) {
    for (const write of edits(batch)) noteMissing(batch, write);
    await checkRules(batch, soundEdits(batch));
  },
};

function noteMissing({ object }: WriteBatch, { after, issues }: Write): void {
  for (const { name, label } of requiredFields(object)) {
    if (!isEmpty(after[name]) || issues.some((issue) => issue.path === name)) continue;
    issues.push({ path: name, code: 'required', params: { label } });
  }
}

const requiredFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  livingFields(object).filter((field) => field.required === true && !field.system && !traitsOf(field).computed),
);

interface ReadyRule {
  rule: ValidationRule;
  when: CheckedExpression | null;
  assert: CheckedExpression;
}

async function checkRules(batch: WriteBatch, writes: readonly Write[]): Promise<void> {
  const rules = readyRules(batch);
  if (rules.length === 0 || writes.length === 0) return;
  const expressions = rules.flatMap(({ when, assert }) => (when === null ? [assert] : [when, assert]));
  await prepareFor(batch, expressions, writes);
  for (const write of writes) {
    for (const ready of rules) if (isBroken(batch, write, ready)) report(write, ready.rule);
  }
}

function readyRules({ ctx, object }: WriteBatch): ReadyRule[] {
  return planned(ctx.catalog, `validation rules|${object.name}`, () =>
    object.rules.filter(isValidationRule).map((rule) => ({
      rule,
      when: rule.when === undefined ? null : modelExpression(ctx.catalog, object.name, rule.when),
      assert: modelExpression(ctx.catalog, object.name, rule.assert),
    })),
  );
}

function isValidationRule(rule: RuleDocument): rule is ValidationRule {
  return rule.type === 'validation' && rule.archived !== true;
}

function isBroken(batch: WriteBatch, write: Write, { when, assert }: ReadyRule): boolean {
  return (when === null || holds(batch, write, when)) && !holds(batch, write, assert);
}

function report(write: Write, rule: ValidationRule): void {
  if (rule.mode === 'shadow') {
    write.observed.push(rule);
    return;
  }
  const paths = rule.fields === undefined || rule.fields.length === 0 ? [''] : rule.fields;
  const issues = paths.map((path): Issue => ({ path, code: 'rule_violation', params: { message: rule.message } }));
  (rule.mode === 'warn' ? write.warnings : write.issues).push(...issues);
}
