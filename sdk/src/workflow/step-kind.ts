import type { WorkflowStep } from '../documents/workflow.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { Label } from '../label.ts';
import type { WorkflowSetting } from './setting.ts';

/** A way out of a step. */
export interface Outcome {
  name: string;
  label: Label;
}

/** A value that later steps can name. */
export interface Result {
  name: string;
  type: ExpressionType;
  /** A record that has just been deleted: it is read from the recycle bin. */
  deleted?: true;
}

/** What a step touches, and so how it is kept from being done twice. */
export type Effect =
  /** Nothing but the run itself. */
  | 'none'
  /** Records: done in the transaction that says it is done. */
  | 'records'
  /** Something outside the database: done at least once, with a key that tells repetitions. */
  | 'outside';

/** A kind of step as everybody sees it: the linter, the designer, the documentation. What it does lives in the engine. */
export interface StepKind {
  name: string;
  /** Raised when the meaning of its settings changes; `upgrade` then leads from the older ones. */
  version: number;
  label: Label;
  description: Label;
  /** Name of a Lucide icon. */
  icon: string;
  effect: Effect;
  settings: readonly WorkflowSetting[];
  /**
   * Many runs may do it at the same time in one transaction: where it fails it has written nothing, and it looks at no
   * records but those it names. `live`: it looks at records that the others may write, which only a trial has to keep apart.
   */
  together?: true | 'live';
  /** It waits for a person's answer, and the linter asks who could give it and what happens when nobody does. */
  asksPeople?: true;
  /** It can lock the record it is about while it waits. */
  locks?: true;
  /** Settings that this step has besides, such as those of the plugin it runs. */
  own?(step: WorkflowStep): readonly WorkflowSetting[];
  outcomes(step: WorkflowStep): readonly Outcome[];
  /** What it adds for later steps; `typeOf` gives the type of one of its own expressions, undefined when that is wrong. */
  results?(step: WorkflowStep, typeOf: (source: string) => ExpressionType | undefined): readonly Result[];
  /** Outcomes whose steps are done within this one, before it goes on. */
  inner?: readonly string[];
  /** What the steps within it find out is known afterwards too. */
  keepsInner?: true;
  /** What only the steps within it can name. */
  innerResults?(step: WorkflowStep, typeOf: (source: string) => ExpressionType | undefined): readonly Result[];
  /** Settings of the version before → settings of this one, by the version they come from. */
  upgrade?: { [from: number]: (settings: WorkflowStep['settings']) => WorkflowStep['settings'] };
}

/** The outcome of steps that have but one. */
export const DONE: Outcome = { name: 'done', label: { en: 'Then', zh: '然后' } };

/** The outcome of steps whose failure the workflow can answer to; where it leads nowhere the run fails. */
export const FAILED: Outcome = { name: 'failed', label: { en: 'If it fails', zh: '失败时' } };
