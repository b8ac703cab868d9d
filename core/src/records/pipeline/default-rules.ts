import type { CheckedExpression, DefaultRule, JsonValue, RuleDocument } from '@stratacrm/sdk';
import { modelExpression } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { contextFor, parseValue } from './parse-values.ts';
import { evaluateFor, holds, prepareFor } from './write-bindings.ts';
import { isEmpty, type Write, type WriteBatch } from './write-batch.ts';

interface ReadyRule {
  rule: DefaultRule;
  when: CheckedExpression | null;
  value: CheckedExpression;
}

/** Rules that set a value: on new records where it is empty, or on every save. Each sees what the one before it set. */
export async function applyDefaultRules(batch: WriteBatch, writes: readonly Write[]): Promise<void> {
  for (const ready of readyRules(batch)) {
    const concerned = writes.filter((write) => mayApply(ready.rule, write));
    if (concerned.length === 0) continue;
    await prepareFor(batch, ready.when === null ? [ready.value] : [ready.when, ready.value], concerned);
    for (const write of concerned) apply(batch, write, ready);
  }
}

function readyRules({ ctx, object }: WriteBatch): ReadyRule[] {
  return planned(ctx.catalog, `default rules|${object.name}`, () =>
    object.rules.filter(isDefaultRule).map((rule) => ({
      rule,
      when: rule.when === undefined ? null : modelExpression(ctx.catalog, object.name, rule.when),
      value: modelExpression(ctx.catalog, object.name, rule.value),
    })),
  );
}

function isDefaultRule(rule: RuleDocument): rule is DefaultRule {
  return rule.type === 'default' && rule.archived !== true;
}

function mayApply(rule: DefaultRule, write: Write): boolean {
  return rule.on === 'save' || (write.action === 'create' && isEmpty(write.after[rule.field]));
}

function apply(batch: WriteBatch, write: Write, { rule, when, value }: ReadyRule): void {
  if (when !== null && !holds(batch, write, when)) return;
  const field = batch.object.fields[rule.field];
  if (field === undefined) return;
  const result = (evaluateFor(batch, write, value) ?? null) as JsonValue;
  const parsed = parseValue(field, result, contextFor(batch, write, field));
  if (parsed.ok) write.after[rule.field] = parsed.value;
  else write.issues.push({ path: rule.field, code: parsed.code, params: parsed.params });
}
