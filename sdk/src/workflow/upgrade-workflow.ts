import type { WorkflowDocument, WorkflowStep } from '../documents/workflow.ts';
import type { StepKind } from './step-kind.ts';
import { stepKind } from './step-kinds.ts';

type KindOf = (name: string) => Pick<StepKind, 'version' | 'upgrade'> | undefined;

/**
 * The workflow with every step written as the present version of its kind wants it; the same one where all are. Runs, the
 * linter, the designer and the live model all read a workflow through it, so that nobody else knows of older versions.
 */
export function upgradeWorkflow(document: WorkflowDocument, kindOf: KindOf = stepKind): WorkflowDocument {
  const steps = document.steps.map((step) => upgradeStep(step, kindOf));
  return steps.every((step, at) => step === document.steps[at]) ? document : { ...document, steps };
}

/** A version without an upgrader reads the settings of the one before as they are. */
function upgradeStep(step: WorkflowStep, kindOf: KindOf): WorkflowStep {
  const kind = kindOf(step.type);
  if (kind === undefined || step.version >= kind.version) return step;
  let { version, settings } = step;
  for (; version < kind.version; version++) settings = kind.upgrade?.[version]?.(settings) ?? settings;
  return { ...step, version, settings };
}
