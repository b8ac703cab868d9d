import type { CompiledField, Issue, Label, ProcessDocument, Transition } from '@stratacrm/sdk';
import { modelExpression } from '../sight/checked-expression.ts';
import { holds, prepareFor } from './write-bindings.ts';
import { isEmpty, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** A record moves from stage to stage only as its process allows. A new record may begin anywhere. */
export const guardProcess: WriteStage = {
  name: 'process guards',
  async run(batch) {
    const { process } = batch.object;
    if (process === undefined || process.archived === true || (process.transitions ?? []).length === 0) return;
    const moving = soundEdits(batch).filter((write) => moves(process, write));
    await prepareFor(batch, guards(batch, process), moving);
    for (const write of moving) write.issues.push(...transitionIssues(batch, process, write));
  },
};

function moves({ field }: ProcessDocument, { before, after }: Write): boolean {
  return before !== null && !isEmpty(before[field]) && !isEmpty(after[field]) && before[field] !== after[field];
}

function guards({ ctx, object }: WriteBatch, process: ProcessDocument) {
  const sources = (process.transitions ?? []).flatMap((transition) => transition.guard ?? []);
  return sources.map((source) => modelExpression(ctx.catalog, object.name, source));
}

/** What is in the way; of several transitions that lead there one free way is enough. */
function transitionIssues(batch: WriteBatch, process: ProcessDocument, write: Write): Issue[] {
  const [from, to] = [String(write.before?.[process.field]), String(write.after[process.field])];
  const ways = (process.transitions ?? []).filter((way) => (way.from === from || way.from === '*') && way.to === to);
  const field = batch.object.fields[process.field];
  if (ways.length === 0) {
    const params = { from: optionLabel(field, from), to: optionLabel(field, to) };
    return [{ path: process.field, code: 'transition_not_allowed', params }];
  }
  const obstacles = ways.map((way) => obstaclesOn(batch, process, way, write));
  return obstacles.find((issues) => issues.length === 0) ?? obstacles[0]!;
}

function obstaclesOn(batch: WriteBatch, process: ProcessDocument, way: Transition, write: Write): Issue[] {
  const to = optionLabel(batch.object.fields[process.field], way.to);
  const missing = (way.requires ?? []).filter((name) => isEmpty(write.after[name] ?? write.formulas[name]));
  const issues = missing.map((name): Issue => {
    return { path: name, code: 'transition_requires', params: { label: batch.object.fields[name]?.label ?? name, to } };
  });
  if (way.guard === undefined) return issues;
  const guard = modelExpression(batch.ctx.catalog, batch.object.name, way.guard);
  if (holds(batch, write, guard)) return issues;
  const from = optionLabel(batch.object.fields[process.field], String(write.before?.[process.field]));
  const refusal: Issue =
    way.message === undefined
      ? { path: process.field, code: 'transition_not_allowed', params: { from, to } }
      : { path: process.field, code: 'rule_violation', params: { message: way.message } };
  return [...issues, refusal];
}

function optionLabel(field: CompiledField | undefined, value: string): Label | string {
  return field?.options?.find((option) => option.value === value)?.label ?? value;
}
