import type { JsonValue, WorkflowDocument, WorkflowStep } from '@stratacrm/sdk';

/** One thing that is otherwise: which, and from what to what; undefined: it is not there. */
export interface Difference {
  /** `type`, `label`, `settings.<name>`, `next.<outcome>`, `first`, `run_as`, `active`. */
  what: string;
  from: JsonValue | undefined;
  to: JsonValue | undefined;
}

export interface StepDifference {
  step: WorkflowStep;
  kind: 'added' | 'removed' | 'changed';
  parts: Difference[];
}

export interface WorkflowDifference {
  /** Of the workflow itself and of its trigger. */
  facts: Difference[];
  steps: StepDifference[];
}

/** What one version does otherwise than the one before. Where cards stand is no difference. */
export function diffWorkflows(before: WorkflowDocument, after: WorkflowDocument): WorkflowDifference {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  const present = new Set(after.steps.map((step) => step.id));
  const steps = after.steps.flatMap((step): StepDifference[] => {
    const was = old.get(step.id);
    if (was === undefined) return [{ step, kind: 'added', parts: [] }];
    const parts = differences(stepFacts(was), stepFacts(step));
    return parts.length === 0 ? [] : [{ step, kind: 'changed', parts }];
  });
  const removed = before.steps.filter((step) => !present.has(step.id));
  return {
    facts: differences(facts(before), facts(after)),
    steps: [...steps, ...removed.map((step): StepDifference => ({ step, kind: 'removed', parts: [] }))],
  };
}

/** Both versions in one drawing: the newer one, and what was taken out hanging where it hung. */
export function overlaid(before: WorkflowDocument, after: WorkflowDocument): WorkflowDocument {
  const present = new Set(after.steps.map((step) => step.id));
  const removed = before.steps.filter((step) => !present.has(step.id)).map(({ at: _, ...step }) => step);
  if (removed.length === 0) return after;
  const gone = new Set(removed.map((step) => step.id));
  // Ways that led to what is gone are drawn again where the newer version uses them for nothing else.
  const steps = after.steps.map(({ at: _, ...step }) => {
    const was = before.steps.find((each) => each.id === step.id);
    const lost = Object.entries(was?.next ?? {}).filter(([outcome, to]) => gone.has(to) && !(outcome in step.next));
    return { ...step, next: { ...Object.fromEntries(lost), ...step.next } };
  });
  return { ...after, steps: [...steps, ...removed] };
}

type Facts = { [what: string]: JsonValue | undefined };

function facts({ trigger, first, run_as, active }: WorkflowDocument): Facts {
  return { type: trigger.type, ...inner('settings', trigger.settings), first, run_as, active };
}

function stepFacts({ type, label, settings, next }: WorkflowStep): Facts {
  return {
    type,
    label: label === undefined ? undefined : { en: label.en, zh: label.zh },
    ...inner('settings', settings),
    ...inner('next', next),
  };
}

function inner(name: string, values: { [key: string]: JsonValue }): Facts {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}

function differences(before: Facts, after: Facts): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((what) => JSON.stringify(before[what]) !== JSON.stringify(after[what]))
    .map((what) => ({ what, from: before[what], to: after[what] }));
}
