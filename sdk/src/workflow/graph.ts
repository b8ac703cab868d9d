import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import { stepKind } from './step-kinds.ts';

/** The steps of a workflow and the ways between them. */
export interface Graph {
  step(id: string): WorkflowStep | undefined;
  /** Steps that can be reached from the beginning. */
  reachable: ReadonlySet<string>;
  /** Steps that stand on a circle. */
  circular: readonly string[];
  /** Steps that may have been done before this one, those around it included. */
  before(id: string): readonly WorkflowStep[];
  /** Steps this one is within, innermost first. */
  around(id: string): readonly WorkflowStep[];
}

/** Reads the graph of a workflow; ways that lead to nothing are left out. */
export function graphOf({ steps, first }: Pick<WorkflowDocument, 'steps' | 'first'>): Graph {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const next = (id: string): string[] => Object.values(byId.get(id)?.next ?? {}).filter((to) => byId.has(to));
  const within = bodies(steps, next);
  const leads = (from: string, to: string): boolean => reach(next(from), next).has(to);
  const mayPrecede = (from: string, to: string): boolean =>
    leads(from, to) ||
    steps.some((outer) => keepsInner(outer) && within.get(outer.id)!.has(from) && leads(outer.id, to));
  return {
    step: (id) => byId.get(id),
    reachable: first === undefined || !byId.has(first) ? new Set() : reach([first], next),
    circular: steps.map((step) => step.id).filter((id) => reach(next(id), next).has(id)),
    before: (id) => steps.filter((step) => step.id !== id && mayPrecede(step.id, id)),
    around: (id) => steps.filter((step) => within.get(step.id)?.has(id)).toSorted(byBody(within)),
  };
}

function reach(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const id of seen) for (const to of next(id)) seen.add(to);
  return seen;
}

function keepsInner({ type }: WorkflowStep): boolean {
  return stepKind(type)?.keepsInner === true;
}

/** Step → the steps done within it. */
function bodies(
  steps: readonly WorkflowStep[],
  next: (id: string) => readonly string[],
): Map<string, ReadonlySet<string>> {
  const inner = (step: WorkflowStep): string[] =>
    (stepKind(step.type)?.inner ?? []).flatMap((outcome) => step.next[outcome] ?? []);
  return new Map(steps.map((step) => [step.id, reach(inner(step), next)]));
}

function byBody(within: ReadonlyMap<string, ReadonlySet<string>>) {
  const size = (step: WorkflowStep): number => within.get(step.id)?.size ?? 0;
  return (left: WorkflowStep, right: WorkflowStep): number => size(left) - size(right);
}
