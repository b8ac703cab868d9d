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

/** A record that a test needs, as it stands before anything happens. */
export interface WorkflowTestRecord {
  object: string;
  /** Its id, where other records of the test name it. */
  id?: string;
  values: { [field: string]: JsonValue };
}

/** What a workflow is to do, given a record and what happened to it. Run in a transaction that is rolled back. */
export interface WorkflowTest {
  name: string;
  label?: Label;
  given: {
    /** The record after the change that triggers it. */
    record?: { [field: string]: JsonValue };
    /** Fields of the record that were otherwise before that change. */
    old?: { [field: string]: JsonValue };
    /** Other records that must be there. */
    records?: WorkflowTestRecord[];
    /** What the trigger tells: what is filled in where a button asks, what a webhook or a mail brings; by its name. */
    input?: { [name: string]: JsonValue };
    /** Roles of whoever triggers it; absent: nothing is forbidden. */
    roles?: string[];
    /** The moment at which it happens; absent: now. */
    now?: string;
  };
  /** Step → what comes of it instead of doing it: the answer of the other side, a person's decision. */
  assumed?: { [step: string]: { outcome?: string; results?: { [name: string]: JsonValue }; response?: JsonValue } };
  expect: {
    /** Whether the trigger takes it; absent: it does. */
    triggered?: boolean;
    status?: 'done' | 'failed';
    /** Code of the error with which it fails. */
    error?: string;
    /** The steps in order. */
    steps?: string[];
    /** Writes in order, each with the values it must have among others. */
    writes?: {
      object: string;
      action: 'create' | 'update' | 'delete' | 'restore';
      values?: { [field: string]: JsonValue };
    }[];
    /** What is sent or called, in order, each with what its payload must hold among other things. */
    deliveries?: { kind: string; payload?: { [name: string]: JsonValue } }[];
  };
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
  /** Run at every publish. */
  tests?: WorkflowTest[];
  /** What a failing test does to a publish; absent: it stops it. */
  on_failing_test?: 'stop' | 'warn';
}
