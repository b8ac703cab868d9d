import type { JsonValue, WorkflowStep } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { DeliveryWish } from '../../kernel/deliveries/delivery.ts';
import type { WriteOutcome, WriteRequest } from '../../records/write-records.ts';
import type { RunValues } from '../advance/values.ts';
import type { StepPorts } from '../engine.ts';
import type { RunRow, TokenRow } from '../run.ts';

/** Everything a step is given. */
export interface StepRun {
  /** With the rights of whom the run acts for, in the transaction that marks the step as done. */
  readonly ctx: AccessContext;
  readonly run: RunRow;
  readonly token: TokenRow;
  readonly step: WorkflowStep;
  readonly values: RunValues;
  /** Writes one record through the pipeline, with the rights of the context; together with what others write just now. */
  readonly write: WriteOne;
  /** Since when the step has been waiting; null at its first turn. */
  readonly waitingSince: Date | null;
  readonly waitingUntil: Date | null;
  /** What came back of the step's delivery; null before it was asked for. */
  readonly delivered: Delivered | null;
  readonly ports: StepPorts;
}

export type WriteOne = (ctx: AccessContext, object: string, request: WriteRequest) => Promise<WriteOutcome>;

/** A delivery that went well. */
export interface Delivered {
  /** What the other side answered. */
  readonly response: JsonValue;
}

/** What became of a step. It never keeps time, retries or branches itself: the engine does. */
export type StepResult =
  | {
      kind: 'done';
      /** Default `done`. */
      outcome?: string;
      /** Name → value for later steps. */
      results?: { [name: string]: JsonValue };
      /** What the run page shows. */
      output?: JsonValue;
      recordsChanged?: number;
    }
  /** Until a moment, or until a record changes; the step is then asked again. */
  | { kind: 'wait'; until: Date; record?: string }
  /** Branches to be done within this step. It is done when all have ended; none: at once. */
  | { kind: 'branch'; branches: readonly Branch[]; output?: JsonValue; results?: { [name: string]: JsonValue } }
  /**
   * Something outside, to be done at least once under a key of the run, the branch and the step. The step is asked again
   * when it is delivered; when it finally failed, so has the step.
   */
  | { kind: 'deliver'; wish: Pick<DeliveryWish, 'kind' | 'payload' | 'tries' | 'sample'> }
  /** Another workflow, to be waited for. */
  | { kind: 'call'; workflow: string; record: string }
  /** The run ends here, well or with a reason. */
  | { kind: 'end'; failure: string | null };

export interface Branch {
  outcome: string;
  results: { [name: string]: JsonValue };
}

/** What a kind of step does. Throws a StrataError when it cannot. */
export type StepEngine = (run: StepRun) => Promise<StepResult>;
