import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/** What makes a workflow begin. Its settings are declared by the trigger kind in `workflow/triggers/`. */
export interface WorkflowTrigger {
  /** Name of a trigger kind. */
  type: string;
  settings: { [name: string]: JsonValue };
}

/** One step of a workflow. Its settings are declared by the step kind in `workflow/steps/`. */
export interface WorkflowStep {
  /** Also the name by which later steps speak of its result. */
  id: string;
  /** Name of a step kind. */
  type: string;
  /** Version of the step kind that its settings were written for. */
  version: number;
  label?: Label;
  settings: { [name: string]: JsonValue };
  /** Outcome → id of the step that follows; an outcome that leads nowhere ends this branch. */
  next: { [outcome: string]: string };
  /** Where it stands on the canvas, in pixels. */
  at?: { x: number; y: number };
}

/** Automation as a graph of steps. A run keeps the document as it was when it began. */
export interface WorkflowDocument extends DocumentBase<'workflow'> {
  /** Version of the shape of this document. */
  format: 1;
  /** Whether it is switched on. */
  active: boolean;
  trigger: WorkflowTrigger;
  /** Id of the step it begins with. */
  first?: string;
  steps: WorkflowStep[];
  /** Name of the role with whose rights it acts; absent: with those of the user who triggered it. */
  run_as?: string;
}
