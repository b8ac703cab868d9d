import type { CheckedExpression, WorkflowDocument } from '@stratacrm/sdk';

/** A workflow that waits for changes of one object's records. */
export interface RecordTrigger {
  workflow: WorkflowDocument;
  on: 'create' | 'update' | 'delete';
  /** Only when one of these changes; null: whichever. */
  fields: ReadonlySet<string> | null;
  when: CheckedExpression | null;
  /** Its steps speak of the record as it was before. */
  readsOld: boolean;
}

/** A trigger and the object whose changes it waits for. */
export interface ObjectTrigger extends RecordTrigger {
  object: string;
}
