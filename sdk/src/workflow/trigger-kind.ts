import type { WorkflowTrigger } from '../documents/workflow.ts';
import type { Label } from '../label.ts';
import type { WorkflowSetting } from './setting.ts';
import type { Result } from './step-kind.ts';

/** A kind of trigger as everybody sees it. */
export interface TriggerKind {
  name: string;
  label: Label;
  description: Label;
  /** Name of a Lucide icon. */
  icon: string;
  settings: readonly WorkflowSetting[];
  /** The changes of records it waits for. */
  on?: 'create' | 'update' | 'delete';
  /** The clock begins it, so there is nobody who triggers it. */
  byClock?: true;
  /** Something outside begins it, so there is nobody either. */
  byNobody?: true;
  /** It has an address of its own. */
  door?: true;
  /** What steps can name besides the record. */
  results?(trigger: WorkflowTrigger): readonly Result[];
}

/** Settings of triggers that wait for changes of records. */
export const OBJECT_SETTING = {
  name: 'object',
  type: 'object',
  label: { en: 'Object', zh: '对象' },
  required: true,
} as const satisfies WorkflowSetting;

export const WHEN_SETTING = {
  name: 'when',
  type: 'condition',
  label: { en: 'Only when', zh: '仅当' },
  help: {
    en: 'A condition on the record; empty: always.',
    zh: '针对记录的条件；留空表示总是触发。',
  },
} as const satisfies WorkflowSetting;
